import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ClearpullError } from '../base/errors.ts';
import { limitError } from '../base/limit-reached.ts';
import { formatBytes } from '../base/quantities.ts';
import { interruptedError } from './interrupted.ts';
import { makeFolder } from './make-folder.ts';
import type { SourceOptions } from './provider.ts';

export type ScratchOptions = Pick<SourceOptions, 'limits' | 'scratchFolder' | 'signal'>;

/** What the file system says when there is no room, or no leave, to write. */
const CANNOT_WRITE = new Set(['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT']);

/**
 * Writes `source`, sent through `stages`, to a file of its own in the scratch folder, and returns its path; the
 * caller removes it. At most `maxArchiveBytes` come through: more is `limit-reached`. `what` names the bytes in
 * messages. Nothing is left behind when it throws; errors of the source and the stages are thrown as they are.
 */
export async function writeScratchFile(
  source: Readable | AsyncIterable<Uint8Array>,
  stages: readonly Transform[],
  what: string,
  { limits, scratchFolder, signal }: ScratchOptions,
): Promise<string> {
  const path = join(scratchFolder, `bytes-${randomUUID()}`);
  let writing = false;
  try {
    await makeFolder(scratchFolder);
    writing = true;
    const sink = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    const streams = [source, ...stages, bounded(limits.maxArchiveBytes, what), sink];
    await pipeline(streams as [Readable, Transform], signal === undefined ? {} : { signal });
    return path;
  } catch (cause) {
    if (writing) await rm(path, { force: true });
    if (cause instanceof ClearpullError) throw cause;
    if (signal?.aborted) throw interruptedError(cause);
    const { code, syscall } = cause as NodeJS.ErrnoException;
    const ours = syscall === 'open' || syscall === 'write' || syscall === 'mkdir';
    if (!ours || !CANNOT_WRITE.has(code ?? '')) throw cause;
    throw new ClearpullError('output-failed', `${what} could not be written into ${scratchFolder}: ${code}`, {
      hint: 'clearpull needs room there for a copy of it; free some space, or name another folder with --cache-dir.',
      cause,
    });
  }
}

function bounded(maxBytes: number, what: string): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      total += chunk.length;
      if (total <= maxBytes) return done(null, chunk);
      const limit = `maxArchiveBytes, ${formatBytes(maxBytes)}`;
      return done(limitError('maxArchiveBytes', `${what} is larger than ${limit}`));
    },
  });
}
