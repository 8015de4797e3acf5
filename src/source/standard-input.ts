import { rm, stat } from 'node:fs/promises';
import { ClearpullError } from '../base/errors.ts';
import type { SourceOptions, Target } from './provider.ts';
import { writeScratchFile } from './scratch-file.ts';

/** A target that was piped in, as a file. */
export interface PipedTarget {
  readonly target: Target;
  /** Removes the file. */
  remove(): Promise<void>;
}

/** True for `-`, alone or with the name or digest of an image in what is piped in: `-:app:1`. */
export function isStandardInput(target: Target): boolean {
  return /^-(?:$|[:@])/.test(target.name);
}

/**
 * Writes standard input to the scratch folder, and answers the same target with that file in place of `-`. Throws
 * `usage` for a terminal or when nothing comes, `limit-reached` for more than `maxArchiveBytes`.
 */
export async function takeStandardInput(target: Target, options: SourceOptions): Promise<PipedTarget> {
  const { stdin } = options;
  if (stdin === undefined || stdin.isTerminal) {
    throw new ClearpullError('usage', 'nothing is piped into standard input', { hint: EXAMPLE });
  }
  const path = await writeScratchFile(stdin.bytes, [], 'standard input', options).catch((cause: unknown) => {
    if (cause instanceof ClearpullError) throw cause;
    throw new ClearpullError('target-invalid', 'standard input could not be read to its end', { cause });
  });
  const remove = (): Promise<void> => rm(path, { force: true });
  if ((await stat(path)).size === 0) {
    await remove();
    throw new ClearpullError('target-invalid', 'standard input is empty', {
      hint: `Did the command before the pipe fail? ${EXAMPLE}`,
    });
  }
  const name = path + target.name.slice(1);
  const text = target.scheme === undefined ? name : `${target.scheme}:${name}`;
  return { target: { ...target, text, name, shown: 'stdin' }, remove };
}

const EXAMPLE = 'For instance: docker save app:1.4 | clearpull -';
