import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltImage, buildImage, buildIndex, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import {
  blobPath,
  blobsOf,
  dockerArchive,
  layoutFiles,
  modernDockerArchive,
  ociArchive,
  ociLayoutFiles,
  tarOfFiles,
  writeOciLayout,
} from '../../../testkit/store.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../index.ts';

let folder: TestFolder;
let count = 0;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

const ARM = { os: 'linux', architecture: 'arm64' };

function image(text: string, platform?: typeof ARM): BuiltImage {
  return buildImage({
    steps: [{ createdBy: 'COPY', items: [{ path: 'a', data: text }] }],
    ...(platform === undefined ? {} : { platform }),
  });
}

async function file(bytes: Buffer, extension = 'tar'): Promise<string> {
  const path = join(folder.path, `file-${count++}.${extension}`);
  await writeFile(path, bytes);
  return path;
}

async function layout(files: ReadonlyMap<string, Buffer>): Promise<string> {
  const path = join(folder.path, `layout-${count++}`);
  for (const [name, bytes] of files) {
    await mkdir(join(path, name, '..'), { recursive: true });
    await writeFile(join(path, name), bytes);
  }
  return path;
}

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  for (const found of source.images) expect(await validateImage(found)).toEqual([]);
  await source.close();
  return source.images;
}

describe('an OCI layout', () => {
  it('is read from a folder, a tar, and a tar compressed with gzip or zstd', async () => {
    const built = image('x');
    const path = join(folder.path, 'plain');
    await writeOciLayout(path, [{ image: built, name: 'v1' }]);
    const tar = ociArchive([{ image: built, name: 'v1' }]);
    const places = [
      path,
      await file(tar),
      await file(gzipSync(tar), 'tar.gz'),
      await file(zstdCompressSync(tar), 'bin'),
    ];
    for (const place of places) {
      const [found, ...rest] = await images(place);
      expect(rest).toEqual([]);
      expect(found?.digest).toBe(built.manifest.digest);
      expect(found?.reference).toBe(`${place}:v1`);
      expect(found?.layers[0]?.diffId).toBe(built.diffIds[0]);
    }
    expect(await readdir(join(folder.path, 'scratch'))).toEqual([]);
  });

  it('yields every image in it, each with its name, and the one named alone', async () => {
    const [a, b] = [image('a'), image('b')];
    const path = await file(
      ociArchive([
        { image: a, name: 'a' },
        { image: b, name: 'example.com/b:2' },
      ]),
    );
    const all = await images(`oci-archive:${path}`);
    expect(all.map((found) => found.reference)).toEqual([
      `oci-archive:${path}:a`,
      `oci-archive:${path}:example.com/b:2`,
    ]);
    expect((await images(`${path}:example.com/b:2`)).map((found) => found.digest)).toEqual([
      b.manifest.digest,
    ]);
    expect((await images(`oci:${path}@${a.manifest.digest}`)).map((found) => found.digest)).toEqual([
      a.manifest.digest,
    ]);
    await expect(images(`${path}:exampel.com/b:2`)).rejects.toMatchObject({
      code: 'target-not-found',
      hint: 'Did you mean example.com/b:2?',
    });
  });

  it('gives an image with two names once, with both', async () => {
    const built = image('x');
    const path = await file(
      ociArchive([
        { image: built, name: 'a' },
        { image: built, name: 'b' },
      ]),
    );
    const [found, ...rest] = await images(path);
    expect(rest).toEqual([]);
    expect(found?.reference).toBe(`${path}:a`);
    expect(found?.alsoNamed).toEqual([`${path}:b`]);
  });

  it('chooses by platform within an index and keeps its attestations', async () => {
    const [amd, arm] = [image('amd'), image('arm', ARM)];
    const index = buildIndex([{ image: amd }, { image: arm }], { attestations: true });
    const path = await file(ociArchive([{ image: index }]));
    const [found, ...rest] = await images(path);
    expect(rest).toEqual([]);
    expect(found?.digest).toBe(amd.manifest.digest);
    expect(found?.indexDigest).toBe(index.index.digest);
    expect(found?.attestations).toHaveLength(1);
    expect((await images(path, { platform: ARM, platformGiven: true }))[0]?.digest).toBe(arm.manifest.digest);
    expect(await images(path, { platform: 'all', platformGiven: true })).toHaveLength(2);
    expect((await images(`oci:${path}@${arm.manifest.digest}`))[0]?.digest).toBe(arm.manifest.digest);
  });

  it('takes rows of index.json for different platforms as one image', async () => {
    const [amd, arm] = [image('amd'), image('arm', ARM)];
    const path = await file(ociArchive([{ image: amd }, { image: arm }]));
    expect((await images(path)).map((found) => found.digest)).toEqual([amd.manifest.digest]);
  });

  it('takes the one platform that was saved of an index that lists more', async () => {
    const [amd, arm] = [image('amd'), image('arm', ARM)];
    const index = buildIndex([{ image: amd }, { image: arm }]);
    const files = layoutFiles([descriptorOf(index.index)], [index.index, ...blobsOf(arm)]);
    const path = await layout(files);
    expect((await images(path))[0]?.digest).toBe(arm.manifest.digest);
    await expect(
      images(path, { platform: { os: 'linux', architecture: 'amd64' }, platformGiven: true }),
    ).rejects.toMatchObject({
      code: 'platform-not-found',
      message: expect.stringContaining('it has linux/arm64'),
    });
  });

  it('refuses a manifest and a configuration that were changed', async () => {
    const built = image('x');
    for (const blob of [built.manifest, built.config]) {
      const files = ociLayoutFiles([{ image: built }]);
      const changed = Buffer.from(blob.bytes);
      changed[changed.length - 1] = 0x20;
      files.set(blobPath(blob), changed);
      await expect(images(await layout(files))).rejects.toMatchObject({ code: 'integrity' });
      files.set(blobPath(blob), Buffer.concat([blob.bytes, Buffer.from(' ')]));
      await expect(images(await layout(files))).rejects.toMatchObject({ code: 'integrity' });
    }
  });

  it('records a missing layer, and says so when it may not be distributed', async () => {
    const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip';
    const built = image('x');
    const manifest = jsonBlob(built.manifest.mediaType, {
      schemaVersion: 2,
      config: descriptorOf(built.config),
      layers: built.layers.map((layer) => ({ ...descriptorOf(layer), mediaType: foreign })),
    });
    const plain = ociLayoutFiles([{ image: built }]);
    for (const layer of built.layers) plain.delete(blobPath(layer));
    const [missing] = await images(await layout(plain));
    expect(missing?.layers[0]?.unavailable?.reason).toBe('layer-missing');
    const files = layoutFiles([descriptorOf(manifest)], [manifest, built.config]);
    const [left] = await images(await layout(files));
    expect(left?.layers[0]?.unavailable?.reason).toBe('layer-not-distributable');
  });

  it('follows no link out of its folder and opens nothing but files', async () => {
    const built = image('x');
    const path = await layout(ociLayoutFiles([{ image: built }]));
    const blob = join(path, blobPath(built.layers[0] as never));
    const outside = await file(Buffer.from('secret'));
    await rm(blob);
    await symlink(outside, blob);
    await expect(images(path)).rejects.toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('leads out of the folder'),
    });
    await rm(blob);
    await mkdir(blob);
    await expect(images(path)).rejects.toThrow('is not a regular file');
    const moved = join(folder.path, 'moved-blobs');
    await rename(join(path, 'blobs'), moved);
    await symlink(moved, join(path, 'blobs'));
    await expect(images(path)).rejects.toMatchObject({ message: expect.stringContaining('leads out') });
  });

  it('follows a link that stays inside', async () => {
    const built = image('x');
    const path = await layout(ociLayoutFiles([{ image: built }]));
    const blob = join(path, blobPath(built.layers[0] as never));
    await rename(blob, join(path, 'elsewhere'));
    await symlink(join(path, 'elsewhere'), blob);
    expect(await images(path)).toHaveLength(1);
  });

  it('that has two index.json is refused, since tools differ in which they take', async () => {
    const one = ociArchive([{ image: image('good') }]);
    const two = ociArchive([{ image: image('bad') }]);
    const both = Buffer.concat([one.subarray(0, one.length - 1024), two]);
    await expect(images(await file(both))).rejects.toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('occurs more than once'),
    });
  });

  it('removes what it decompressed when it then fails', async () => {
    const files = new Map([['oci-layout', Buffer.from('{"imageLayoutVersion":"1.0.0"}')]]);
    const path = await file(gzipSync(tarOfFiles(files)), 'tgz');
    await expect(images(path)).rejects.toMatchObject({ code: 'target-invalid' });
    const large = await file(gzipSync(ociArchive([{ image: image('x') }])), 'tgz');
    const limits = { ...DEFAULT_LIMITS, maxArchiveBytes: 2048 };
    await expect(images(large, { limits })).rejects.toMatchObject({ code: 'limit-reached' });
    const signal = AbortSignal.abort();
    await expect(images(large, { signal })).rejects.toMatchObject({ code: 'interrupted' });
    expect(await readdir(join(folder.path, 'scratch'))).toEqual([]);
  });

  it('of another version is refused', async () => {
    const files = ociLayoutFiles([{ image: image('x') }]);
    files.set('oci-layout', Buffer.from('{"imageLayoutVersion":"2.0.0"}'));
    await expect(images(await layout(files))).rejects.toThrow(/version 2.0.0/);
  });
});

describe('what docker save writes since 25', () => {
  it('is read as an OCI layout, with the names of manifest.json', async () => {
    const built = image('x');
    for (const asStored of [false, true]) {
      const path = await file(
        modernDockerArchive([{ image: built, tags: ['app:1', 'app:2'] }], { asStored }),
      );
      const [found, ...rest] = await images(path);
      expect(rest).toEqual([]);
      expect(found?.hasManifest).toBe(true);
      expect(found?.reference).toBe(`${path}:docker.io/library/app:1`);
      expect(found?.alsoNamed).toEqual([`${path}:docker.io/library/app:2`]);
      expect((await images(`${path}:app:2`))[0]?.digest).toBe(found?.digest);
    }
  });

  it('takes names from manifest.json where the index has none', async () => {
    const built = image('x');
    const files = ociLayoutFiles([{ image: built }]);
    const row = { Config: blobPath(built.config), RepoTags: ['app:1'], Layers: built.layers.map(blobPath) };
    files.set('manifest.json', Buffer.from(JSON.stringify([row])));
    const path = await file(tarOfFiles(files));
    expect((await images(path)).map((found) => found.reference)).toEqual([`${path}:app:1`]);
  });

  it('shows an image that manifest.json hides from readers of index.json, and the other way round', async () => {
    const [shown, hidden] = [image('shown'), image('hidden')];
    const files = ociLayoutFiles([{ image: shown, name: 'app:1' }]);
    for (const blob of blobsOf(hidden)) files.set(blobPath(blob), blob.bytes);
    const row = { Config: blobPath(hidden.config), RepoTags: ['app:1'], Layers: hidden.layers.map(blobPath) };
    files.set('manifest.json', Buffer.from(JSON.stringify([row])));
    const path = await file(tarOfFiles(files));
    for (const target of [path, `${path}:app:1`]) {
      expect((await images(target)).map((found) => found.digest)).toEqual([
        shown.manifest.digest,
        hidden.config.digest,
      ]);
    }
  });

  it('does not call the image of another platform hidden', async () => {
    const [amd, arm] = [image('amd'), image('arm', ARM)];
    const files = ociLayoutFiles([{ image: buildIndex([{ image: amd }, { image: arm }]) }]);
    const row = { Config: blobPath(arm.config), RepoTags: ['app:1'], Layers: arm.layers.map(blobPath) };
    files.set('manifest.json', Buffer.from(JSON.stringify([row])));
    expect((await images(await file(tarOfFiles(files)))).map((found) => found.digest)).toEqual([
      amd.manifest.digest,
    ]);
  });
});

describe('a path that is no image', () => {
  it('is told what it is', async () => {
    const nothing = join(folder.path, 'nothing.tar');
    await expect(images(nothing)).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(images(`oci:${nothing}`)).rejects.toMatchObject({ code: 'target-not-found' });
    const cases: [Buffer, string][] = [
      [Buffer.alloc(0), 'is an empty file'],
      [Buffer.from('hello'), 'is a file that is no tar archive'],
      [Buffer.from('\u007fELF'), 'is an ELF program'],
      [Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), 'is an xz-compressed file'],
      [gzipSync('hello'), 'is a gzip file with no tar archive in it'],
      [tarOfFiles(new Map([['x', Buffer.from('x')]])), 'a tar archive with neither'],
    ];
    for (const [bytes, words] of cases) {
      await expect(images(await file(bytes))).rejects.toThrow(words);
    }
    await expect(images(await layout(new Map([['x', Buffer.from('x')]])))).rejects.toThrow(
      'is a folder without',
    );
    await expect(images(folder.path)).rejects.toThrow('is a folder without');
  });

  it('is refused by the scheme that expects another kind', async () => {
    const archive = await file(dockerArchive([{ image: image('x'), tags: [] }]));
    await expect(images(`oci-archive:${archive}`)).rejects.toThrow('it has no file oci-layout');
  });
});
