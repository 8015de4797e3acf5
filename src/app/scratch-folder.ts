import { randomUUID } from 'node:crypto';
import { accessSync, constants, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder of this run's own for what must lie on disk for a while (a compressed archive made seekable). It is
 * made by whoever first writes to it, and goes when the run ends, also by a signal.
 */
export function scratchFolder(cacheFolder: string | undefined): {
  readonly path: string;
  remove(): Promise<void>;
} {
  const path = join(isWritable(cacheFolder) ? cacheFolder : tmpdir(), `clearpull-scratch-${randomUUID()}`);
  const onExit = (): void => rmSync(path, { recursive: true, force: true });
  process.once('exit', onExit);
  return {
    path,
    async remove() {
      process.off('exit', onExit);
      await rm(path, { recursive: true, force: true });
    },
  };
}

function isWritable(folder: string | undefined): folder is string {
  if (folder === undefined) return false;
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
