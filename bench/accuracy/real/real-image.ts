import { hash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something real, as an image: layers as tars, and what it would start. */
export interface RealImage {
  /** `deb:nginx-common 1.22.1-9`, as the results name it. */
  readonly name: string;
  /** From the bottom, not compressed. */
  readonly layers: readonly { readonly tar: Buffer; readonly createdBy: string }[];
  readonly command: readonly string[];
}

/** Writes them as one OCI layout with an entry each, so that one run checks them all. */
export function writeRealImages(folder: string, images: readonly RealImage[]): void {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  const put = (bytes: Buffer, mediaType: string): { digest: string; [key: string]: unknown } => {
    const hex = hash('sha256', bytes, 'hex');
    writeFileSync(join(folder, 'blobs/sha256', hex), bytes);
    return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  };
  const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifests = images.map(({ name, layers, command }) => {
    const blobs = layers.map(({ tar }) => put(tar, 'application/vnd.oci.image.layer.v1.tar'));
    const config = put(
      json({
        architecture: 'amd64',
        os: 'linux',
        config: {
          Cmd: command,
          Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
        },
        rootfs: { type: 'layers', diff_ids: blobs.map(({ digest }) => digest) },
        history: layers.map(({ createdBy }) => ({ created_by: createdBy })),
      }),
      'application/vnd.oci.image.config.v1+json',
    );
    return {
      ...put(json({ schemaVersion: 2, mediaType, config, layers: blobs }), mediaType),
      annotations: { 'org.opencontainers.image.ref.name': name.replaceAll(/[^\w.-]+/g, '-') },
    };
  });
  writeFileSync(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  writeFileSync(join(folder, 'index.json'), json({ schemaVersion: 2, manifests }));
}
