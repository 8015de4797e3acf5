import { accessSync, constants, existsSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { formatBytes, plural } from '../../base/quantities.ts';
import { cacheUsage } from '../../store/cache-usage.ts';
import { type Diagnosis, type DoctorCheck, ok, warn } from './doctor-check.ts';

const LITTLE_ROOM = 200_000_000;
const ELSEWHERE = 'Name another folder with --cache-dir; without one every layer is read anew each time.';

/** Whether results can be kept, and how much room there is. Makes nothing. */
export const checkCache: DoctorCheck = async ({ cacheFolder, io }) => {
  if (cacheFolder === undefined) return [warn('cache', 'none, because there is no home folder', ELSEWHERE)];
  const there = nearest(cacheFolder);
  const found = await stat(there).catch(() => undefined);
  if (!found?.isDirectory()) return [warn('cache', `${cacheFolder} is no folder`, ELSEWHERE)];
  if (!isWritable(there)) return [warn('cache', `${cacheFolder} cannot be written to`, ELSEWHERE)];
  const lines: Diagnosis[] = [];
  try {
    const { layers, bytes } = await cacheUsage(cacheFolder, io.now().getTime());
    lines.push(ok('cache', `${cacheFolder}, ${plural(layers, 'layer')} known, ${formatBytes(bytes)}`));
  } catch (error) {
    lines.push(warn('cache', `${cacheFolder} cannot be read: ${(error as Error).message}`, ELSEWHERE));
  }
  const disk = await statfs(there).catch(() => undefined);
  // File systems that know no bound say 0 of 0.
  if (disk !== undefined && disk.blocks > 0) {
    const free = disk.bavail * disk.bsize;
    const text = `${formatBytes(free)} free`;
    lines.push(
      free < LITTLE_ROOM
        ? warn('cache disk', text, 'Make room: clearpull cache prune')
        : ok('cache disk', text),
    );
  }
  const foreign = process.getuid !== undefined && found.uid !== process.getuid();
  if (there === cacheFolder && (foreign || (found.mode & 0o022) !== 0)) {
    const who = foreign ? 'belongs to another user' : 'can be written to by other users';
    lines.push(
      warn(
        'cache owner',
        `${cacheFolder} ${who}, who could change what is kept`,
        `Take a folder of your own: --cache-dir`,
      ),
    );
  }
  return lines;
};

/** The folder itself, or the nearest above it that exists. */
function nearest(folder: string): string {
  let path = folder;
  while (!existsSync(path) && dirname(path) !== path) path = dirname(path);
  return path;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
