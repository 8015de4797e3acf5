import { statSync } from 'node:fs';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import { openCheckout } from './git-checkout.ts';
import { openPlainFolder, type PlainFolder } from './plain-folder.ts';
import type { SourceTree } from './source-tree.ts';

export type { PlainFolder } from './plain-folder.ts';
export type { FileDigest, GitState, SourceFile, SourceTree } from './source-tree.ts';

export interface SourceTreeOptions {
  /** A commit of a git checkout; default what it stands at. */
  readonly revision?: string;
  readonly limits: Pick<Limits, 'maxSourceFiles' | 'maxSourceFileBytes'>;
  readonly signal?: AbortSignal;
}

/**
 * Opens a source tree for comparing an image with it. In a git checkout that is what was committed, whatever lies
 * in the folder.
 *
 * @throws ClearpullError `target-not-found` when there is no such folder or revision, `usage` when a revision is
 * asked of a folder without git
 */
export async function openSourceTree(folder: string, options: SourceTreeOptions): Promise<SourceTree> {
  checkFolder(folder);
  const checkout = await openCheckout({ folder, ...options });
  if (checkout !== undefined) return checkout;
  if (options.revision !== undefined) {
    throw new ClearpullError(
      'usage',
      `${folder} is no git checkout, so it has no revision "${options.revision}"`,
      {
        hint: 'Leave the revision out, or give a git checkout.',
      },
    );
  }
  return openFolder(folder, options.limits, options.signal);
}

/**
 * Opens a folder as it lies there, also where it is a checkout: what was not committed is part of it.
 *
 * @throws ClearpullError `usage` when there is no such folder, or it may not be read
 */
export function openFolder(
  folder: string,
  limits: SourceTreeOptions['limits'],
  signal?: AbortSignal,
): PlainFolder {
  checkFolder(folder);
  try {
    return openPlainFolder(folder, limits, signal);
  } catch (error) {
    if (error instanceof ClearpullError) throw error;
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new ClearpullError('usage', `${visible(folder)} cannot be read (${code}).`, {
      cause: error,
    });
  }
}

/** Throws `usage` where no folder is. */
export function checkFolder(folder: string): void {
  const status = statSync(folder, { throwIfNoEntry: false });
  if (status?.isDirectory() === true) return;
  throw new ClearpullError('usage', `${visible(folder)} is no folder.`, {
    hint: 'Give --source the folder of the source tree, or of a git checkout.',
  });
}
