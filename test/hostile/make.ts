import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../../src/base/digest.ts';
import { MEDIA_TYPE } from '../../src/base/media-types.ts';
import {
  type Blob,
  type BuiltImage,
  blobOf,
  buildImage,
  descriptorOf,
  type ImageSpec,
  jsonBlob,
} from '../../testkit/image.ts';
import { blobsOf, layoutFiles, tarOfFiles } from '../../testkit/store.ts';
import { type TarItem, tar } from '../../testkit/tar.ts';

/** Writes a file into the folder and returns its path. */
export function written(folder: string, name: string, bytes: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** An OCI archive of one image as it is. */
export function archived(folder: string, image: BuiltImage): string {
  return archiveOf(folder, [descriptorOf(image.manifest, { platform: image.platform })], blobsOf(image));
}

/** An OCI archive with the given rows in index.json and the given blobs. */
export function archiveOf(folder: string, rows: readonly object[], blobs: readonly Blob[]): string {
  return written(folder, 'image.tar', tarOfFiles(layoutFiles(rows, blobs)));
}

/** An image of one layer, which is this tar. */
export function ofTar(tarBytes: Buffer, spec: Partial<ImageSpec> = {}): BuiltImage {
  return buildImage({ steps: [{ createdBy: 'ADD file:x in /', tarBytes, compression: 'none' }], ...spec });
}

/** An image of one layer, which holds these items. */
export function ofItems(items: readonly TarItem[], spec: Partial<ImageSpec> = {}): BuiltImage {
  return buildImage({ steps: [{ createdBy: 'ADD file:x in /', items }], ...spec });
}

/** An image of one layer whose blob is these bytes, and whose diffID is that of `content`. */
export function ofBlob(
  bytes: Buffer,
  content: Buffer,
  mediaType: string = MEDIA_TYPE.ociLayerGzip,
): BuiltImage {
  const image = ofTar(content);
  return withLayer(image, blobOf(mediaType, bytes));
}

/** The image with another blob for its only layer; its manifest names it truly. */
export function withLayer(image: BuiltImage, layer: Blob): BuiltImage {
  return { ...image, layers: [layer], manifest: manifestOf(image.config, [descriptorOf(layer)]) };
}

/** The image with another configuration; its manifest names it truly. */
export function withConfig(image: BuiltImage, bytes: string | Buffer): BuiltImage {
  const config = blobOf(image.config.mediaType, Buffer.from(bytes));
  return {
    ...image,
    config,
    manifest: manifestOf(
      config,
      image.layers.map((layer) => descriptorOf(layer)),
    ),
  };
}

export function manifestOf(config: Blob, layers: readonly object[], more: object = {}): Blob {
  return jsonBlob(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: descriptorOf(config),
    layers,
    ...more,
  });
}

/** An OCI archive whose manifest is these bytes. */
export function ofManifest(folder: string, bytes: string | Buffer, blobs: readonly Blob[] = []): string {
  const manifest = blobOf(MEDIA_TYPE.ociManifest, Buffer.from(bytes));
  return archiveOf(folder, [descriptorOf(manifest)], [manifest, ...blobs]);
}

export const HELLO = tar([{ path: 'hello', data: 'hello' }]);

/** A digest of something that is nowhere. */
export const ELSEWHERE = digestOf(Buffer.from('elsewhere'));
