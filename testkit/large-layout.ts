import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Blob, descriptorOf, jsonBlob } from './image.ts';

const GZIP_LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip';

/** A layer too large to be held: its gzip, made anew at each call. */
export interface LargeLayer {
  readonly createdBy: string;
  /** `told` hears what is packed, piece by piece, of a layer that `tells`. */
  gzip(told?: (plain: Buffer) => void): AsyncIterable<Buffer>;
  /** Saves unpacking it for its diffID. */
  readonly tells?: true;
}

/**
 * Writes an OCI layout with one image out of layers that stream, whatever their size, into `folder`.
 *
 * @returns the paths of the layers' blobs
 */
export async function writeLargeLayout(folder: string, layers: readonly LargeLayer[]): Promise<string[]> {
  const blobs = join(folder, 'blobs', 'sha256');
  await mkdir(blobs, { recursive: true });
  const paths: string[] = [];
  const diffIds: string[] = [];
  const descriptors: object[] = [];
  for (const layer of layers) {
    const file = join(folder, 'layer.new');
    const outer = createHash('sha256');
    const inner = createHash('sha256');
    let size = 0;
    await pipeline(
      Readable.from(layer.gzip((plain) => inner.update(plain))),
      async function* hashed(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          outer.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    const hex = outer.digest('hex');
    diffIds.push(layer.tells === true ? `sha256:${inner.digest('hex')}` : await diffIdOf(file));
    await rename(file, join(blobs, hex));
    paths.push(join(blobs, hex));
    descriptors.push({ mediaType: GZIP_LAYER, digest: `sha256:${hex}`, size });
  }
  const put = async (blob: Blob): Promise<object> => {
    await writeFile(join(blobs, blob.digest.slice('sha256:'.length)), blob.bytes);
    return descriptorOf(blob);
  };
  const config = await put(
    jsonBlob('application/vnd.oci.image.config.v1+json', {
      architecture: 'amd64',
      os: 'linux',
      config: { Cmd: ['/bin/app'] },
      rootfs: { type: 'layers', diff_ids: diffIds },
      history: layers.map(({ createdBy }) => ({ created_by: createdBy })),
    }),
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = await put(
    jsonBlob(mediaType, { schemaVersion: 2, mediaType, config, layers: descriptors }),
  );
  await writeFile(join(folder, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [manifest] }));
  return paths;
}

async function diffIdOf(file: string): Promise<string> {
  const inner = createHash('sha256');
  await pipeline(createReadStream(file), createGunzip(), async (chunks) => {
    for await (const chunk of chunks) inner.update(chunk as Buffer);
  });
  return `sha256:${inner.digest('hex')}`;
}
