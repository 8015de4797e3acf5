import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltImage, buildImage } from '../../../testkit/image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { dockerArchive, modernDockerArchive, tarOfFiles } from '../../../testkit/store.ts';
import { tar } from '../../../testkit/tar.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { digestHex } from '../../base/digest.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Image } from '../../image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../index.ts';

let folder: TestFolder;
let count = 0;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

function image(...texts: string[]): BuiltImage {
  return buildImage({
    steps: texts.map((data) => ({ createdBy: 'COPY', items: [{ path: 'a', data }] })),
  });
}

async function file(bytes: Buffer): Promise<string> {
  const path = join(folder.path, `file-${count++}.tar`);
  await writeFile(path, bytes);
  return path;
}

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  for (const found of source.images) expect(await validateImage(found)).toEqual([]);
  await source.close();
  return source.images;
}

/** A legacy archive with the fields of its single row changed. */
function archiveWith(built: BuiltImage, row: object, more: [string, Buffer][] = []): Buffer {
  const config = `${digestHex(built.config.digest)}.json`;
  const files = new Map<string, Buffer>([[config, built.config.bytes], ...more]);
  built.tars.forEach((bytes, i) => files.set(`${i}.tar`, bytes));
  const layers = built.tars.map((_, i) => `${i}.tar`);
  const manifest = [{ Config: config, RepoTags: ['app:1'], Layers: layers, ...row }];
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
  return tarOfFiles(files);
}

describe('a docker-archive', () => {
  it('yields its image by the image ID, with a manifest of diffIDs made up for it', async () => {
    const built = image('a', 'b');
    for (const bytes of [dockerArchive([{ image: built, tags: ['app:1'] }])]) {
      const path = await file(bytes);
      const [found, ...rest] = await images(path);
      expect(rest).toEqual([]);
      expect(found?.digest).toBe(built.config.digest);
      expect(found?.hasManifest).toBe(false);
      expect(found?.reference).toBe(`${path}:app:1`);
      expect(found?.manifest.layers.map((layer) => layer.digest)).toEqual(built.diffIds);
      expect(found?.layers.map((layer) => layer.blob.digest)).toEqual([undefined, undefined]);
    }
  });

  it('may be compressed, and so may its layers', async () => {
    const built = image('a', 'b');
    expect(await images(await file(gzipSync(dockerArchive([{ image: built, tags: [] }]))))).toHaveLength(1);
    const bytes = archiveWith(built, {}, []);
    expect(await images(await file(bytes))).toHaveLength(1);
    const compressed = built.tars.map((layer, i): [string, Buffer] => [`${i}.tar.gz`, gzipSync(layer)]);
    const row = { Layers: ['0.tar.gz', '1.tar.gz'] };
    expect(await images(await file(archiveWith(built, row, compressed)))).toHaveLength(1);
  });

  it('keeps a layer that occurs twice as a link', async () => {
    const built = image('same', 'same');
    const [found] = await images(await file(dockerArchive([{ image: built, tags: ['app:1'] }])));
    const ranges = await Promise.all((found as Image).layers.map((layer) => layer.open()));
    expect(ranges[0]).toEqual(ranges[1]);
  });

  it('yields every image, and the one named alone, by any way of writing its name', async () => {
    const [a, b] = [image('a'), image('b')];
    const path = await file(
      dockerArchive([
        { image: a, tags: ['a:1', 'a:latest'] },
        { image: b, tags: ['docker.io/library/b:1'] },
      ]),
    );
    const all = await images(path);
    expect(all.map((found) => found.digest)).toEqual([a.config.digest, b.config.digest]);
    expect(all[0]?.alsoNamed).toEqual([`${path}:a:latest`]);
    const [byName] = await images(`docker-archive:${path}:a`);
    expect(byName?.reference).toBe(`docker-archive:${path}:a:latest`);
    expect((await images(`${path}:b:1`))[0]?.digest).toBe(b.config.digest);
    await expect(images(`${path}:c:1`)).rejects.toMatchObject({ code: 'target-not-found' });
  });

  it('of the current kind is read by its manifest.json when its scheme says so', async () => {
    const built = image('a');
    const path = await file(modernDockerArchive([{ image: built, tags: ['app:1'] }]));
    const [found] = await images(`docker-archive:${path}`);
    expect(found?.digest).toBe(built.config.digest);
    expect(found?.hasManifest).toBe(false);
  });

  it("is refused when its configuration does not have the digest in its name, as kaniko's too", async () => {
    const [built, other] = [image('a'), image('b')];
    const config = digestHex(built.config.digest);
    for (const name of [`${config}.json`, `sha256:${config}`, `blobs/sha256/${config}`]) {
      const bytes = archiveWith(built, { Config: name }, [[name, other.config.bytes]]);
      await expect(images(await file(bytes))).rejects.toMatchObject({ code: 'integrity' });
    }
    const named = archiveWith(built, { Config: `sha256:${config}` }, [
      [`sha256:${config}`, built.config.bytes],
    ]);
    expect(await images(await file(named))).toHaveLength(1);
  });

  it('of kaniko is read: the configuration by its digest, the layers compressed', async () => {
    const built = image('a', 'b');
    const config = built.config.digest;
    const names = built.layers.map((layer) => `${digestHex(layer.digest)}.tar.gz`);
    const files = new Map<string, Buffer>([[config, built.config.bytes]]);
    for (const [i, layer] of built.layers.entries()) files.set(names[i] ?? '', layer.bytes);
    const row = { Config: config, RepoTags: ['registry.example.com/app:1'], Layers: names };
    files.set('manifest.json', Buffer.from(JSON.stringify([row])));
    const path = await file(tarOfFiles(files));
    const [found] = await images(path);
    expect(found).toMatchObject({ digest: config, reference: `${path}:registry.example.com/app:1` });
    expect(found?.layers.map(({ diffId }) => diffId)).toEqual(built.diffIds);
  });

  it('of the time before manifest.json is told to be one, and what to do', async () => {
    const path = await file(
      tar([
        { path: 'repositories', data: '{}' },
        { path: 'abc/layer.tar', data: '' },
      ]),
    );
    await expect(images(path)).rejects.toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('before Docker 1.10'),
      hint: expect.stringContaining('push it to a registry'),
    });
  });

  it('that is cut off between two members is told to be, with and without its scheme', async () => {
    const whole = archiveWith(image('a'), {});
    const path = await file(whole.subarray(0, whole.indexOf('manifest.json')));
    for (const [target, message] of [
      [path, 'cut off: it ends before an OCI image layout or a manifest.json came'],
      [`docker-archive:${path}`, 'cut off: it ends before manifest.json came'],
      [`oci-archive:${path}`, 'cut off: it ends before file oci-layout came'],
    ] as const) {
      await expect(images(target)).rejects.toMatchObject({
        code: 'target-invalid',
        message: expect.stringContaining(message),
        hint: expect.stringContaining('Make or copy it again'),
      });
    }
  });

  it('records a layer that is missing or lies outside', async () => {
    const built = image('a');
    for (const name of ['absent.tar', '../../etc/shadow', '/etc/../../shadow']) {
      const source = await openTarget(
        parseTarget(await file(archiveWith(built, { Layers: [name] }))),
        sourceOptions(folder.path),
      );
      const [layer] = source.images[0]?.layers ?? [];
      expect(layer?.unavailable?.reason).toBe('layer-missing');
      await expect(layer?.open()).rejects.toMatchObject({ code: 'target-invalid' });
      await source.close();
    }
  });

  it('with more layers than diffIDs leaves theirs open', async () => {
    const built = image('a');
    const bytes = archiveWith(built, { Layers: ['0.tar', 'extra.tar'] }, [['extra.tar', tar([])]]);
    const source = await openTarget(parseTarget(await file(bytes)), sourceOptions(folder.path));
    expect(source.images[0]?.layers.map((layer) => layer.diffId)).toEqual([built.diffIds[0], undefined]);
    await source.close();
  });

  it('is read as Go would read its keys, and refused where that is ambiguous', async () => {
    const built = image('a');
    const path = `${digestHex(built.config.digest)}.json`;
    const lower = archiveWith(built, { Config: undefined, config: path });
    expect(await images(await file(lower))).toHaveLength(1);
    const both = archiveWith(built, { config: path });
    await expect(images(await file(both))).rejects.toThrow('in two spellings');
  });

  it('with too many layers is refused', async () => {
    const path = await file(dockerArchive([{ image: image('a', 'b'), tags: [] }]));
    const limits = { ...DEFAULT_LIMITS, maxLayers: 1 };
    await expect(images(path, { limits })).rejects.toMatchObject({ code: 'limit-reached' });
  });

  it('for another platform than asked is refused, and taken when none was asked for', async () => {
    const arm = buildImage({ steps: [], platform: { os: 'linux', architecture: 'arm64' } });
    const path = await file(dockerArchive([{ image: arm, tags: [] }]));
    expect(await images(path)).toHaveLength(1);
    await expect(images(path, { platformGiven: true })).rejects.toMatchObject({ code: 'platform-not-found' });
  });
});

describe('the scheme docker-archive', () => {
  it('says what is wrong with what it names', async () => {
    await expect(images(`docker-archive:${folder.path}`)).rejects.toThrow('is a folder');
    await expect(images('docker-archive:/nowhere')).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(images(`docker-archive:${await file(tar([{ path: 'x' }]))}`)).rejects.toThrow(
      'it has no manifest.json',
    );
    const empty = tarOfFiles(new Map([['manifest.json', Buffer.from('[]')]]));
    await expect(images(await file(empty))).rejects.toThrow('lists no image');
  });
});
