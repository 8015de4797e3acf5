import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildImage, buildIndex } from '../../../testkit/image.ts';
import { startRegistry, type TestRegistry } from '../../../testkit/registry.ts';
import { type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { readOwnCatalog } from '../../store/catalog-files.ts';
import { type UpdateOptions, updateCatalog } from './update-catalog.ts';

const COMMIT = 'c'.repeat(40);
const image = (name: string, architecture = 'amd64') =>
  buildImage({
    platform: { os: 'linux', architecture },
    created: '2026-09-08T10:00:00Z',
    steps: [
      { createdBy: 'ADD base', items: [{ path: 'base', data: 'base' }] },
      { createdBy: 'COPY', items: [{ path: name, data: name }] },
    ],
    config: { Labels: { vendor: 'ACME' } },
    annotations: { 'org.opencontainers.image.source': `https://example.com/base.git#${COMMIT}:${name}` },
  });

let folder: TestFolder;
let registry: TestRegistry;
beforeEach(async () => {
  folder = await testFolder();
  registry = await startRegistry();
});
afterEach(async () => {
  await registry.close();
  await folder.remove();
});

function options(more: Partial<UpdateOptions> = {}): UpdateOptions {
  return {
    registry: registry.host,
    platform: 'linux/amd64',
    maxTags: 100,
    limits: DEFAULT_LIMITS,
    connection: { insecure: true, timeout: 5000, dockerConfigFolder: '/nonexistent' },
    catalogFolder: join(folder.path, 'catalog'),
    today: '2026-11-26',
    ...more,
  };
}

async function known(repository: string) {
  const own = await readOwnCatalog(join(folder.path, 'catalog'), DEFAULT_LIMITS);
  return own?.imagesOf(`${registry.host}/${repository}`) ?? [];
}

describe('catalog update', () => {
  it('keeps what manifests and configurations say, and never reads a layer', async () => {
    const one = image('one');
    registry.put('base/web', one, '1');
    registry.put('base/web', one, 'latest');
    registry.put('base/web', image('two'), '2');
    const [result] = await updateCatalog(['base/web'], options());
    expect(result).toEqual({ name: `${registry.host}/base/web`, tags: 3, leftOut: 0, images: 2, fresh: 2 });
    const images = await known('base/web');
    expect(new Set(images.map(({ tags }) => tags.join()))).toEqual(new Set(['1,latest', '2']));
    expect(images.find(({ tags }) => tags.includes('1'))).toEqual({
      repository: `${registry.host}/base/web`,
      tags: ['1', 'latest'],
      platform: 'linux/amd64',
      manifest: one.manifest.digest,
      config: one.config.digest,
      created: '2026-09-08',
      diffIds: one.diffIds,
      blobs: one.layers.map(({ digest }) => digest),
      labels: { vendor: 'ACME' },
      source: { repository: 'https://example.com/base.git', commit: COMMIT, path: 'one' },
      seen: '2026-11-26',
    });
    const layers = new Set(one.layers.map(({ digest }) => digest));
    for (const { url } of registry.requests) for (const digest of layers) expect(url).not.toContain(digest);
    // A tag is asked for by HEAD; what two tags share is fetched once.
    expect(registry.log().filter((line) => line.startsWith('HEAD'))).toHaveLength(3);
    expect(
      registry.log().filter((line) => line === `GET /v2/base/web/manifests/${one.manifest.digest}`),
    ).toHaveLength(1);
    expect(
      registry.log().filter((line) => line === `GET /v2/base/web/blobs/${one.config.digest}`),
    ).toHaveLength(1);
  });

  it('takes one tag, one platform, or all of them', async () => {
    const index = buildIndex([{ image: image('x') }, { image: image('x', 'arm64') }]);
    registry.put('base', index, 'a');
    registry.put('base', index, 'b');
    await updateCatalog(['base:a'], options());
    expect((await known('base')).map(({ tags, platform }) => [tags, platform])).toEqual([
      [['a'], 'linux/amd64'],
    ]);
    await updateCatalog(['base'], options({ platform: 'all' }));
    const all = await known('base');
    expect(all.map(({ tags, platform }) => [tags, platform])).toEqual([
      [['a', 'b'], 'linux/amd64'],
      [['a', 'b'], 'linux/arm64'],
    ]);
    expect(new Set(all.map((each) => each.index))).toEqual(new Set([index.index.digest]));
  });

  it('keeps what it knew, and without names looks at that again', async () => {
    registry.put('base', image('old'), '1');
    await updateCatalog(['base'], options({ today: '2026-11-01' }));
    registry.put('base', image('new'), '1');
    const [again] = await updateCatalog([], options());
    expect(again).toMatchObject({ images: 1, fresh: 1 });
    expect((await known('base')).map(({ seen }) => seen).sort()).toEqual(['2026-11-01', '2026-11-26']);
    await expect(updateCatalog([], options({ registry: 'other.example.com' }))).rejects.toMatchObject({
      code: 'usage',
    });
  });

  it('looks at as many tags as are wanted, those that are known first', async () => {
    registry.put('base', image('z'), 'z');
    await updateCatalog(['base'], options());
    for (const tag of ['a', 'b', 'c']) registry.put('base', image(tag), tag);
    const [result] = await updateCatalog(['base'], options({ maxTags: 2 }));
    expect(result).toMatchObject({ tags: 2, leftOut: 2, images: 2, fresh: 1 });
  });

  it('tells what could not be read, and keeps the rest', async () => {
    registry.put('good', image('good'), '1');
    registry.put('mixed', image('fine'), '1');
    registry.put('mixed', image('other', 'arm64'), '2');
    const results = await updateCatalog(['gone', 'mixed', 'good'], options());
    expect(results.map(({ problem }) => problem?.code)).toEqual([
      'target-not-found',
      'platform-not-found',
      undefined,
    ]);
    expect(await known('good')).toHaveLength(1);
    expect(await known('mixed')).toHaveLength(1);
    await expect(updateCatalog(['No Name'], options())).rejects.toMatchObject({ code: 'usage' });
  });

  it('asks a registry that cannot be reached no more than once', async () => {
    registry.put('base', image('x'), '1');
    const asked: string[] = [];
    const away = '127.0.0.1:1';
    const results = await updateCatalog([`${away}/a`, `${away}/b:1`, 'base', `${away}/c`], options(), {
      onRepository: (name) => asked.push(name),
    });
    expect(asked).toEqual([`${away}/a`, `${registry.host}/base`]);
    expect(results.map(({ name, problem }) => [name, problem?.code])).toEqual([
      [`${away}/a`, 'unreachable'],
      [`${away}/b:1`, 'unreachable'],
      [`${registry.host}/base`, undefined],
      [`${away}/c`, 'unreachable'],
    ]);
  });

  it('keeps nothing of a manifest that is not what its digest says', async () => {
    registry.put('base', image('x'), '1');
    registry.set({ changeManifests: true });
    const [result] = await updateCatalog(['base'], options());
    expect(result?.problem?.code).toBe('integrity');
    expect(await known('base')).toEqual([]);
  });

  it('is bounded', async () => {
    for (const tag of ['a', 'b', 'c']) registry.put('base', image(tag), tag);
    const limits = { ...DEFAULT_LIMITS, maxCatalogImages: 2 };
    const [result] = await updateCatalog(['base'], options({ limits }));
    expect(result?.problem?.code).toBe('limit-reached');
    await updateCatalog(['base:a'], options());
    await updateCatalog(['base:b'], options());
    await expect(updateCatalog(['base:c'], options({ limits }))).rejects.toMatchObject({
      code: 'limit-reached',
    });
  });
});
