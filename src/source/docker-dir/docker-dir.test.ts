import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDockerDir } from '../../../testkit/docker-dir.ts';
import { buildImage, buildIndex, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { randomImage } from '../../../testkit/random-image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { digestHex } from '../../base/digest.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import type { Image } from '../../image/image.ts';
import { parseTarget } from '../parse-target.ts';
import type { SourceOptions } from '../provider.ts';
import { openTarget } from '../providers.ts';

const built = buildImage(randomImage(1, { layers: 2 }));
const arm = buildImage({ ...randomImage(2), platform: { os: 'linux', architecture: 'arm64' } });

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

let made = 0;
async function dockerDir(image: Parameters<typeof writeDockerDir>[1]): Promise<string> {
  const path = join(folder.path, `dir-${made++}`);
  await writeDockerDir(path, image);
  return path;
}

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  try {
    for (const image of source.images) expect(await validateImage(image)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
  }
}

describe('a folder of skopeo or podman save', () => {
  it('is the image that was put into it, with and without a scheme', async () => {
    const path = await dockerDir(built);
    for (const target of [path, `dir:${path}`, `docker-dir:${path}`]) {
      const [image, ...rest] = await images(target);
      expect(rest).toEqual([]);
      expect(image).toMatchObject({ reference: target, digest: built.manifest.digest, hasManifest: true });
    }
  });

  it('may hold an index', async () => {
    const index = buildIndex([{ image: built }, { image: arm }]);
    const path = await dockerDir(index);
    expect((await images(path))[0]).toMatchObject({
      digest: built.manifest.digest,
      indexDigest: index.index.digest,
    });
    expect(await images(path, { platform: 'all', platformGiven: true })).toHaveLength(2);
  });

  it('may lack a layer, which then is not read', async () => {
    const path = await dockerDir(built);
    await rm(join(path, digestHex(built.layers[0]?.digest ?? built.config.digest)));
    const [image] = await images(path);
    expect(image?.layers[0]?.unavailable?.reason).toBe('layer-missing');
  });

  it('whose configuration is another one is refused', async () => {
    const path = await dockerDir(built);
    await writeFile(join(path, digestHex(built.config.digest)), arm.config.bytes);
    await expect(images(path)).rejects.toMatchObject({ code: 'integrity' });
  });

  it('in schema 1, or of a type that is not known, gets a plain error', async () => {
    const path = await dockerDir(built);
    await writeFile(join(path, 'manifest.json'), JSON.stringify({ schemaVersion: 1, fsLayers: [] }));
    await expect(images(path)).rejects.toThrow('schema 1');
    await writeFile(join(path, 'manifest.json'), JSON.stringify({ schemaVersion: 2, mediaType: 'x/y' }));
    await expect(images(path)).rejects.toMatchObject({ code: 'target-invalid' });
    await rm(join(path, 'manifest.json'));
    await expect(images(path)).rejects.toThrow('manifest.json of');
  });

  it('has its type told by its fields where it says none', async () => {
    const { mediaType: _, ...rest } = JSON.parse(built.manifest.bytes.toString()) as Record<string, unknown>;
    const manifest = jsonBlob(MEDIA_TYPE.ociManifest, rest);
    const path = await dockerDir({ ...built, manifest });
    expect((await images(path))[0]?.digest).toBe(descriptorOf(manifest).digest);
  });

  it('is told from other folders by its file "version"', async () => {
    const path = await dockerDir(built);
    await writeFile(join(path, 'version'), '2.0\n');
    await expect(images(path)).rejects.toMatchObject({ code: 'target-invalid' });
    await expect(images(`docker-dir:${path}`)).rejects.toMatchObject({
      message: expect.stringContaining('a folder of another kind'),
    });
    // Then it is what "dir:" also means.
    expect((await images(`dir:${path}`))[0]?.bare).toBe('folder');
  });
});
