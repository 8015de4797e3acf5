import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGzip, createZstdCompress } from 'node:zlib';
import type { Digest } from '../../src/base/digest.ts';
import { MEDIA_TYPE } from '../../src/base/media-types.ts';
import { descriptorOf, jsonBlob } from '../../testkit/image.ts';
import { blobPath, layoutFiles } from '../../testkit/store.ts';
import { tarHeader } from '../../testkit/tar.ts';
import { manifestOf } from './make.ts';

/**
 * Writes an OCI layout of one image of one layer, whose tar comes piece by piece and is never held as a whole.
 * Returns the target.
 */
export async function streamedImage(
  folder: string,
  pieces: Iterable<Buffer>,
  compression: 'gzip' | 'zstd',
): Promise<string> {
  const layout = join(folder, 'layout');
  mkdirSync(join(layout, 'blobs', 'sha256'), { recursive: true });
  const file = join(layout, 'layer');
  const [blob, diff] = [createHash('sha256'), createHash('sha256')];
  const packer = compression === 'gzip' ? createGzip({ level: 1 }) : createZstdCompress();
  const out = createWriteStream(file);
  let size = 0;
  packer.on('data', (chunk: Buffer) => {
    blob.update(chunk);
    size += chunk.length;
    out.write(chunk);
  });
  for (const piece of pieces) {
    diff.update(piece);
    if (!packer.write(piece)) await once(packer, 'drain');
  }
  packer.end();
  await once(packer, 'end');
  out.end();
  await once(out, 'finish');
  const digest: Digest = `sha256:${blob.digest('hex')}`;
  const mediaType = compression === 'gzip' ? MEDIA_TYPE.ociLayerGzip : MEDIA_TYPE.ociLayerZstd;
  const layer = { mediaType, digest, size, bytes: Buffer.alloc(0) };
  renameSync(file, join(layout, blobPath(layer)));
  const config = jsonBlob(MEDIA_TYPE.ociConfig, {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: [`sha256:${diff.digest('hex')}`] },
  });
  const manifest = manifestOf(config, [descriptorOf(layer)]);
  for (const [path, bytes] of layoutFiles([descriptorOf(manifest)], [manifest, config]))
    writeFileSync(join(layout, path), bytes);
  return `oci:${layout}`;
}

/** A tar of one file of zeros. */
export function* zeros(size: number): Generator<Buffer> {
  yield tarHeader({ name: 'zeros', size });
  const piece = Buffer.alloc(1024 * 1024);
  for (let left = size; left > 0; left -= piece.length) yield piece;
  yield Buffer.alloc(1024);
}

/** A tar of that many empty files. */
export function* emptyFiles(count: number): Generator<Buffer> {
  const batch = 2000;
  for (let made = 0; made < count; made += batch) {
    const headers = Array.from({ length: batch }, (_, i) =>
      tarHeader({ name: `f/${(made + i).toString(36)}` }),
    );
    yield Buffer.concat(headers);
  }
  yield Buffer.alloc(1024);
}
