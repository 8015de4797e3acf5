import { lstat, unlink } from 'node:fs/promises';
import { cacheFiles } from './cache-files.ts';
import { isIntact } from './content-cache.ts';

export interface Verified {
  readonly checked: number;
  /** Paths of records whose bytes are not those that were written. */
  readonly damaged: readonly string[];
  readonly removed: number;
}

/**
 * Checks every record of a cache folder against its own digest, and removes those that are damaged unless
 * `dryRun`. A check never uses a damaged record; this is for whoever wants to know whether the disk is well.
 */
export async function verifyCache(folder: string, dryRun: boolean, now: number): Promise<Verified> {
  const damaged: string[] = [];
  let checked = 0;
  let removed = 0;
  for await (const { path, role, inode } of cacheFiles(folder, now)) {
    if (role !== 'record') continue;
    const intact = await isIntact(path);
    if (intact === undefined) continue;
    checked++;
    if (intact) continue;
    damaged.push(path);
    if (!dryRun && (await removeSame(path, inode))) removed++;
  }
  return { checked, damaged, removed };
}

/** Not when another process has written a new record in its place meanwhile. */
async function removeSame(path: string, inode: number): Promise<boolean> {
  try {
    if ((await lstat(path)).ino !== inode) return false;
    await unlink(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
