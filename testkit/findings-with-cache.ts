import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { checkTarget } from '../src/app/check.ts';
import { DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { buildImage, type ImageSpec } from './image.ts';
import { writeOciLayout } from './store.ts';

/** What a check of an image finds, as `rule: why`, with the cache that lies in a folder for all checks in it. */
export async function findingsWithCache(spec: ImageSpec, folder: string): Promise<readonly string[]> {
  const layout = mkdtempSync(join(folder, 'layout-'));
  await writeOciLayout(layout, [{ image: buildImage(spec), name: 'x' }]);
  const [assessment] = await checkTarget(`oci:${layout}:x`, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(folder, 'none') },
    workers: 1,
    cacheFolder: join(folder, 'cache'),
  });
  return (assessment?.findings ?? []).map(({ rule, why }) => `${rule}: ${why}`);
}
