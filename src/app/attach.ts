import type { Limits } from '../base/limits.ts';
import { type Attachment, attachTo, parseTarget, type RegistryOptions } from '../source/index.ts';
import { attachables, type GivenFile, isAbout } from '../trace/index.ts';

export interface AttachStatementsOptions {
  readonly registry: RegistryOptions;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
  /** Only find out what would be written. */
  readonly dryRun: boolean;
}

/** A statement and where it went. */
export interface AttachedStatement extends Attachment {
  /** Where it was read from. */
  readonly where: string;
  readonly predicateType: string;
}

/**
 * Attaches signed statements to the image that they are about, in its repository. All files are read, and refused, before
 * anything is written.
 *
 * @throws ClearpullError `usage` for a file that holds something else, or a statement about another image
 */
export async function attachStatements(
  target: string,
  files: readonly GivenFile[],
  options: AttachStatementsOptions,
): Promise<readonly AttachedStatement[]> {
  const all = files.flatMap((file) => attachables(file, options.limits));
  const attach = async (dryRun: boolean): Promise<readonly AttachedStatement[]> => {
    const done: AttachedStatement[] = [];
    for (const { where, statement, ...referrer } of all) {
      const attachment = await attachTo(
        parseTarget(target),
        (subject) => (isAbout(statement, subject) ? referrer : undefined),
        { ...options, dryRun },
      );
      done.push({ ...attachment, where, predicateType: statement.predicateType });
    }
    return done;
  };
  const planned = await attach(true);
  return options.dryRun ? planned : attach(false);
}
