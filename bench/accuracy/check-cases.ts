import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckOptions, checkTarget } from '../../src/app/check.ts';
import { type Assessment, DEFAULT_POLICY } from '../../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../../src/base/limits.ts';
import type { BuiltImage, BuiltIndex } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';

/** As a user would call it, with all platforms: what is hidden in another one counts as well. */
const CHECK_OPTIONS: CheckOptions = {
  policy: DEFAULT_POLICY,
  limits: DEFAULT_LIMITS,
  platform: 'all',
  registry: { insecure: false, timeout: 10_000, dockerConfigFolder: '/nonexistent' },
  workers: 2,
};

/**
 * Checks images through the same code path as any other image, many in one run.
 *
 * @returns for each image, in order, the assessments of its platforms
 */
export async function checkImages(
  images: readonly (BuiltImage | BuiltIndex)[],
): Promise<readonly (readonly Assessment[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'clearpull-accuracy-'));
  try {
    await writeOciLayout(
      folder,
      images.map((image, i) => ({ image, name: `case:${i}` })),
    );
    const assessments = await checkTarget(`oci:${folder}`, CHECK_OPTIONS);
    const byDigest = new Map(assessments.map((one) => [one.image.digest, one]));
    return images.map((image) =>
      ('manifest' in image ? [image] : image.images).map(({ manifest }) => {
        const found = byDigest.get(manifest.digest);
        if (found === undefined) throw new Error(`${manifest.digest} was not assessed`);
        return found;
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
