import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestsFor, knownImage } from '../../testkit/catalog.ts';
import { type TestFolder, testFolder } from '../../testkit/source-options.ts';
import type { Digest } from '../base/digest.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { PackedCatalog } from '../catalog/index.ts';
import {
  openCatalog,
  ownCatalogPath,
  readOwnCatalog,
  readShippedCatalog,
  writeOwnCatalog,
} from './catalog-files.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const OWN = knownImage('debian:own', ['own']);

describe("the user's own catalogue", () => {
  it('is not there at first, and then before the one that ships', async () => {
    const place = join(folder.path, 'not', 'yet');
    expect(await readOwnCatalog(place, DEFAULT_LIMITS)).toBeUndefined();
    expect((await openCatalog(place, DEFAULT_LIMITS)).repositories()).toContain('docker.io/library/tomcat');
    await writeOwnCatalog(place, { images: [OWN], listings: [] });
    const catalog = await openCatalog(place, DEFAULT_LIMITS);
    expect(catalog.basesOf({ diffIds: digestsFor('own'), blobs: [] }).map(({ image }) => image)).toEqual([
      OWN,
    ]);
    expect(catalog.repositories()).toContain('docker.io/library/tomcat');
    expect(await readdir(place)).toEqual(['images.catalog']);
  });

  it('that cannot be written is told with its place', async () => {
    const file = join(folder.path, 'file');
    await writeFile(file, '');
    await expect(writeOwnCatalog(join(file, 'data'), { images: [OWN], listings: [] })).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining(join(file, 'data')),
      hint: expect.stringContaining('--catalog-dir'),
    });
  });

  it('is whole for whoever reads it while it is written', async () => {
    const contents = [1, 2, 3, 4].map((n) => ({
      images: Array.from({ length: 300 * n }, (_, i) => knownImage(`a:${i}`, [`${n} ${i}`])),
      listings: [],
    }));
    await writeOwnCatalog(folder.path, contents[0] ?? { images: [], listings: [] });
    const reading = Array.from({ length: 20 }, () => readOwnCatalog(folder.path, DEFAULT_LIMITS));
    await Promise.all(contents.map((content) => writeOwnCatalog(folder.path, content)));
    for (const read of await Promise.all(reading)) expect((read?.imageCount ?? 0) % 300).toBe(0);
    expect(await readdir(folder.path)).toEqual(['images.catalog']);
  });

  it('that is damaged or too large is an error that says which file', async () => {
    await writeOwnCatalog(folder.path, { images: [OWN], listings: [] });
    const path = ownCatalogPath(folder.path);
    await expect(openCatalog(folder.path, { ...DEFAULT_LIMITS, maxCatalogBytes: 10 })).rejects.toMatchObject({
      code: 'limit-reached',
      message: expect.stringContaining('images.catalog') as string,
    });
    await writeFile(path, (await readFile(path)).subarray(0, 100));
    await expect(openCatalog(folder.path, DEFAULT_LIMITS)).rejects.toMatchObject({ code: 'usage' });
  });

  it('leaves nothing behind when it cannot be written', async () => {
    await mkdir(ownCatalogPath(folder.path));
    await expect(writeOwnCatalog(folder.path, { images: [OWN], listings: [] })).rejects.toThrow();
    expect(await readdir(folder.path)).toEqual(['images.catalog']);
  });
});

describe('the catalogue that ships', () => {
  const file = fileURLToPath(new URL('../../rules/catalog/official-images.catalog', import.meta.url));

  it('stays below 2 MB', async () => {
    expect((await stat(file)).size).toBeLessThan(2_000_000);
  });

  it('knows what the facts beside it say', async () => {
    const shipped = await readShippedCatalog(DEFAULT_LIMITS);
    const facts = await readFile(new URL('../../rules/catalog/repo-info.txt', import.meta.url), 'utf8');
    let name = '';
    let images = 0;
    for (const line of facts.split('\n')) {
      if (line === '' || line.startsWith('#')) continue;
      const words = line.split(' ');
      if (!line.startsWith('linux/')) {
        name = words[0] ?? '';
        continue;
      }
      const blobs = words.slice(4).map((hex) => `sha256:${hex}` as Digest);
      const found = shipped.basesOf({ diffIds: [], blobs });
      const named = found.filter(({ image }) => image.manifest === `sha256:${words[2]}`);
      expect(
        named.map(({ layers }) => layers),
        line.slice(0, 40),
      ).toEqual([blobs.length]);
      expect(`${named[0]?.image.repository}:${named[0]?.image.tags.join()}`).toBe(
        `docker.io/library/${name}`,
      );
      images++;
    }
    expect(images).toBe(45);
  });

  it('knows images by diffID, by chain, and tags with their sources', async () => {
    const shipped = await readShippedCatalog(DEFAULT_LIMITS);
    const debian = shipped
      .imagesOf('docker.io/library/debian')
      .find(({ tags, platform }) => tags.includes('bookworm-20241202-slim') && platform === 'linux/amd64');
    const found = shipped.basesOf({ diffIds: debian?.diffIds ?? [], blobs: [] });
    expect(found.map(({ image, by }) => [image.created, by])).toEqual([['2024-12-02', 'diff-ids']]);
    const [python] = shipped.imagesOf('docker.io/library/python');
    const chain = shipped.basesOf({ diffIds: [], blobs: python?.blobs ?? [] });
    expect(chain.map(({ image, layers }) => `${image.repository} ${layers}`)).toEqual([
      'docker.io/library/python 4',
      'docker.io/library/debian 1',
    ]);
    const latest = shipped.listingsOf('docker.io/library/tomcat').find(({ tags }) => tags.includes('latest'));
    expect(latest?.source).toMatchObject({
      repository: 'https://github.com/docker-library/tomcat.git',
      path: '11.0/jdk25/temurin-noble/Dockerfile',
    });
  });

  it('is whole: nothing in it was left out by its own checks', async () => {
    const bytes = await readFile(file);
    const shipped = PackedCatalog.open(bytes, 'shipped');
    const { images, listings } = shipped.content();
    expect([images.length, listings.length]).toEqual([shipped.imageCount, shipped.listingCount]);
  });
});
