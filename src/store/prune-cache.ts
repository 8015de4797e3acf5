import { rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CacheFile, cacheFiles, isScratch } from './cache-files.ts';
import { dropEmptyFolders } from './compiled-code.ts';

export interface PruneOptions {
  /** Milliseconds since 1970: what was not used after it goes. */
  readonly unusedSince: number;
  /** Then the least recently used go until what is left has at most so many bytes. */
  readonly maxBytes?: number;
  /** Everything goes. */
  readonly all: boolean;
  /** Only say what would go. */
  readonly dryRun: boolean;
  readonly now: number;
}

export interface Pruned {
  readonly removed: number;
  readonly removedBytes: number;
  readonly kept: number;
  readonly keptBytes: number;
}

/**
 * Removes files from a cache folder. Other processes may use it meanwhile: each file goes at once, one that is
 * being read can be read to its end, and one that is missing counts as never made.
 *
 * @throws the system's error when a file cannot be removed
 */
export async function pruneCache(folder: string, options: PruneOptions): Promise<Pruned> {
  const files: CacheFile[] = [];
  for await (const file of cacheFiles(folder, options.now)) files.push(file);
  const going = new Set(files.filter((file) => options.all || goes(file, options)));
  if (options.maxBytes !== undefined) {
    const oldestFirst = files.filter((file) => !going.has(file)).sort(byUse);
    let left = bytesOf(oldestFirst);
    for (const file of oldestFirst) {
      if (left <= options.maxBytes) break;
      going.add(file);
      left -= file.bytes;
    }
  }
  if (!options.dryRun) for (const { path } of going) await remove(path);
  const kept = files.filter((file) => !going.has(file));
  return {
    removed: going.size,
    removedBytes: bytesOf([...going]),
    kept: kept.length,
    keptBytes: bytesOf(kept),
  };
}

function goes({ role, lastUsed }: CacheFile, { unusedSince }: PruneOptions): boolean {
  return role === 'left' || lastUsed < unusedSince;
}

function byUse(a: CacheFile, b: CacheFile): number {
  return a.lastUsed - b.lastUsed || (a.path < b.path ? -1 : 1);
}

function bytesOf(files: readonly CacheFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

async function remove(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    // Another process was faster.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Folders of records stay, however empty: another process may be about to write there.
  if (isScratch(dirname(path))) await rmdir(dirname(path)).catch(() => undefined);
  await dropEmptyFolders(path);
}
