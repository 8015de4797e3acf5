import type { Digest } from '../../../src/base/digest.ts';
import { buildImage, type ImageSpec } from '../../../testkit/image.ts';
import { writeOciLayout } from '../../../testkit/store.ts';

/** Something real, as an image. */
export interface RealImage {
  /** `nginx-common 1.22.1-9`, as the results name it. */
  readonly name: string;
  readonly spec: ImageSpec;
}

/** What an image can be made of; it is made when its turn comes. */
export interface RealSource {
  /** Row of the table. */
  readonly kind: string;
  /** What is done already is known by it. */
  readonly key: string;
  /** Larger for what takes longer; compared within a kind. */
  readonly size: number;
  readonly load: () => RealImage;
}

export const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Writes them as one OCI layout with an entry each, so that one run checks them all.
 *
 * @returns the digest of each, in order; several may come to the same image
 */
export async function writeRealImages(
  folder: string,
  images: readonly RealImage[],
): Promise<readonly Digest[]> {
  const items = images.map(({ spec }, i) => ({
    name: `real:${i}`,
    image: buildImage({ ...spec, steps: spec.steps.map((step) => ({ ...step, compression: 'none' })) }),
  }));
  await writeOciLayout(folder, items);
  return items.map(({ image }) => image.manifest.digest);
}
