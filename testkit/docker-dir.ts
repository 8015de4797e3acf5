import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestHex } from '../src/base/digest.ts';
import type { Blob, BuiltImage, BuiltIndex } from './image.ts';

/**
 * Writes what `skopeo copy … dir:` does (containers/image, directory/): the manifest as manifest.json, those of an
 * index as <hex>.manifest.json, every other blob by its hex digits, and `version`.
 */
export async function writeDockerDir(folder: string, image: BuiltImage | BuiltIndex): Promise<void> {
  await mkdir(folder, { recursive: true });
  const put = (name: string, bytes: Buffer | string): Promise<void> => writeFile(join(folder, name), bytes);
  const putBlobs = async (blobs: readonly Blob[]): Promise<void> => {
    for (const blob of blobs) await put(digestHex(blob.digest), blob.bytes);
  };
  await put('version', 'Directory Transport Version: 1.1\n');
  if ('manifest' in image) {
    await put('manifest.json', image.manifest.bytes);
    await putBlobs([image.config, ...image.layers]);
    return;
  }
  await put('manifest.json', image.index.bytes);
  for (const { manifest, config, layers } of image.images) {
    await put(`${digestHex(manifest.digest)}.manifest.json`, manifest.bytes);
    await putBlobs([config, ...layers]);
  }
}
