import { buildImage } from '../../../testkit/image.ts';
import { writeOciLayout } from '../../../testkit/store.ts';

/** Something real, as an image: layers as tars, and what it would start. */
export interface RealImage {
  /** `deb:nginx-common 1.22.1-9`, as the results name it. */
  readonly name: string;
  /** From the bottom, not compressed. */
  readonly layers: readonly { readonly tar: Buffer; readonly createdBy: string }[];
  readonly command: readonly string[];
}

/** Writes them as one OCI layout with an entry each, so that one run checks them all. */
export async function writeRealImages(folder: string, images: readonly RealImage[]): Promise<void> {
  const items = images.map(({ name, layers, command }) => ({
    name: name.replaceAll(/[^\w.-]+/g, '-'),
    image: buildImage({
      steps: layers.map(({ tar, createdBy }) => ({ createdBy, tarBytes: tar, compression: 'none' })),
      config: {
        Cmd: [...command],
        Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      },
    }),
  }));
  await writeOciLayout(folder, items);
}
