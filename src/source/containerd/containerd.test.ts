import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boltDatabase } from '../../../testkit/bolt.ts';
import { META_DB, metadata, type StoredItem, writeContainerdRoot } from '../../../testkit/containerd.ts';
import { buildImage, buildIndex } from '../../../testkit/image.ts';
import { randomImage } from '../../../testkit/random-image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { blobPath } from '../../../testkit/store.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { ClearpullError } from '../../base/errors.ts';
import type { Image } from '../../image/image.ts';
import { parseTarget } from '../parse-target.ts';
import type { SourceOptions } from '../provider.ts';
import { openTarget } from '../providers.ts';
import { readStoredNames } from './image-names.ts';

const app = buildImage(randomImage(1, { layers: 3 }));
const other = buildImage(randomImage(2));
const arm = buildImage({ ...randomImage(4), platform: { os: 'linux', architecture: 'arm64' } });
const multi = buildIndex([{ image: app }, { image: arm }], { attestations: true });

const ITEMS: readonly StoredItem[] = [
  { image: app, name: 'docker.io/library/app:1' },
  { image: app, name: 'example.com/app:1', namespace: 'k8s.io' },
  { image: app, name: app.config.digest, namespace: 'k8s.io' },
  { image: multi, name: 'docker.io/library/multi:latest' },
  { image: other, name: 'docker.io/library/twice:1' },
  { image: app, name: 'docker.io/library/twice:1', namespace: 'k8s.io' },
  { image: multi, name: 'both:1' },
  { image: other, name: 'docker.io/library/both:1' },
  ...Array.from({ length: 40 }, (_, i) => ({
    image: other,
    name: `docker.io/many/${i}:1`,
    namespace: 'many',
  })),
];

let folder: TestFolder;
let root = '';
beforeAll(async () => {
  folder = await testFolder();
  root = join(folder.path, 'root');
  await writeContainerdRoot(root, ITEMS);
});
afterAll(() => folder.remove());

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(
    parseTarget(text),
    sourceOptions(folder.path, { containerdRoot: root, ...over }),
  );
  try {
    for (const image of source.images) expect(await validateImage(image)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
  }
}

describe('an image of containerd', () => {
  it.each(['app:1', 'docker.io/library/app:1', 'default/app:1', 'default/docker.io/library/app:1'])(
    'is found as containerd:%s',
    async (name) => {
      const [image, ...rest] = await images(`containerd:${name}`);
      expect(rest).toEqual([]);
      expect(image).toMatchObject({
        reference: 'containerd:default/docker.io/library/app:1',
        digest: app.manifest.digest,
        hasManifest: true,
      });
      expect(image?.alsoNamed?.toSorted()).toEqual([
        'containerd:k8s.io/docker.io/library/twice:1',
        'containerd:k8s.io/example.com/app:1',
      ]);
    },
  );

  it('is found by its digest, and by its ID as Kubernetes names it', async () => {
    for (const name of [app.manifest.digest, app.config.digest, `k8s.io/${app.config.digest}`]) {
      expect((await images(`containerd:${name}`))[0]?.digest).toBe(app.manifest.digest);
    }
  });

  it('has its platforms and attestations', async () => {
    const [image] = await images('containerd:multi');
    expect([image?.digest, image?.indexDigest]).toEqual([app.manifest.digest, multi.index.digest]);
    expect(image?.attestations).toHaveLength(1);
    expect(await images('containerd:multi', { platform: 'all', platformGiven: true })).toHaveLength(2);
  });

  it('of which namespaces have different ones must be named with its own', async () => {
    await expect(images('containerd:twice:1')).rejects.toMatchObject({
      code: 'usage',
      hint: 'Say which one: containerd:default/docker.io/library/twice:1 or containerd:k8s.io/docker.io/library/twice:1',
    });
    expect((await images('containerd:k8s.io/twice:1'))[0]?.digest).toBe(app.manifest.digest);
  });

  it('of which a namespace has another under the full name is had by what the answer says', async () => {
    await expect(images('containerd:both:1')).rejects.toMatchObject({
      hint: 'Say which one: containerd:default/both:1 or containerd:default/docker.io/library/both:1',
    });
    expect((await images('containerd:default/both:1'))[0]?.indexDigest).toBe(multi.index.digest);
    const [full] = await images('containerd:default/docker.io/library/both:1');
    expect(full?.digest).toBe(other.manifest.digest);
  });

  it('that is not there is told with the names that are near', async () => {
    await expect(images('containerd:apq:1')).rejects.toMatchObject({ code: 'target-not-found' });
    await expect(images('containerd:default/docker.io/library/apq:1')).rejects.toMatchObject({
      hint: 'Did you mean containerd:default/docker.io/library/app:1?',
    });
  });

  it('whose layer was thrown away after unpacking is not fully read', async () => {
    const lacking = join(folder.path, 'lacking');
    await writeContainerdRoot(lacking, ITEMS.slice(0, 1));
    const [layer] = app.layers;
    await rm(join(lacking, 'io.containerd.content.v1.content', blobPath(layer as never)));
    const [image] = await images('containerd:app:1', { containerdRoot: lacking });
    expect(image?.layers[0]?.unavailable).toMatchObject({
      reason: 'layer-missing',
      detail: expect.stringContaining('discard_unpacked_layers'),
    });
  });

  it('whose blob leads elsewhere is an error', async () => {
    const linked = join(folder.path, 'linked');
    await writeContainerdRoot(linked, ITEMS.slice(0, 1));
    const blob = join(linked, 'io.containerd.content.v1.content', blobPath(app.manifest));
    await rm(blob);
    await writeFile(join(folder.path, 'elsewhere'), app.manifest.bytes);
    await symlink(join(folder.path, 'elsewhere'), blob);
    await expect(images('containerd:app:1', { containerdRoot: linked })).rejects.toThrow('out of the folder');
  });

  it('is not looked for in a folder of something else', async () => {
    await expect(images('containerd:app', { containerdRoot: folder.path })).rejects.toMatchObject({
      code: 'target-not-found',
      hint: expect.stringContaining('--containerd-root'),
    });
  });
});

describe('meta.db', () => {
  const file = (): string => join(folder.path, 'meta.db');
  const expected = (items = ITEMS): string[] =>
    items.map(({ namespace = 'default', name }) => `${namespace} ${name}`).toSorted();
  const read = async (bytes: Buffer): Promise<string[]> => {
    await writeFile(file(), bytes);
    const names = await readStoredNames(file());
    return names.map(({ namespace, name }) => `${namespace} ${name}`).toSorted();
  };

  it('reads the same however its pages are cut', async () => {
    for (const fanOut of [1.5, 2, 3, 100]) {
      for (const pageSize of [512, 1024, 4096, 65_536]) {
        for (const inlineUpTo of [0, 3]) {
          const bytes = boltDatabase(metadata(ITEMS), { fanOut: Math.ceil(fanOut), pageSize, inlineUpTo });
          expect(await read(bytes)).toEqual(expected());
        }
      }
    }
  });

  it('follows the younger of the first two pages that is whole', async () => {
    for (const damagedPage of [0, 1]) {
      const bytes = Buffer.from(boltDatabase(metadata(ITEMS)));
      bytes.writeUInt8(bytes.readUInt8(4096 * damagedPage + 40) ^ 1, 4096 * damagedPage + 40);
      expect(await read(bytes)).toEqual(expected());
    }
    const neither = Buffer.from(boltDatabase(metadata(ITEMS)));
    neither.fill(0, 16, 24);
    neither.fill(0, 4096 + 16, 4096 + 24);
    await expect(read(neither)).rejects.toThrow('neither of its first two pages');
  });

  it('without images, or cut off, is told', async () => {
    expect(await read(boltDatabase(new Map()))).toEqual([]);
    const bytes = boltDatabase(metadata(ITEMS));
    await expect(read(bytes.subarray(0, 3 * 4096))).rejects.toMatchObject({
      code: 'target-invalid',
      hint: expect.stringContaining('ctr image export'),
    });
    await expect(read(Buffer.alloc(0))).rejects.toMatchObject({ code: 'target-invalid' });
  });

  it('that leads in a circle is damaged', async () => {
    const bytes = Buffer.from(boltDatabase(metadata(ITEMS), { fanOut: 2 }));
    for (let page = 2; page * 4096 < bytes.length; page++) {
      // Every branch now has itself as its first child.
      if (bytes.readUInt16LE(page * 4096 + 8) === 1) bytes.writeBigUInt64LE(BigInt(page), page * 4096 + 24);
    }
    await expect(read(bytes)).rejects.toThrow('its tree is none');
  });

  it('damaged anywhere gives an error or names, and never another failure', async () => {
    const whole = boltDatabase(metadata(ITEMS.slice(0, 6)), { pageSize: 512, fanOut: 2 });
    const change = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      byte: fc.oneof(fc.constantFrom(0, 1, 2, 0x7f, 0x80, 0xff), fc.nat({ max: 255 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        const result = await read(bytes).catch((error: unknown) => error);
        expect(Array.isArray(result) || result instanceof ClearpullError).toBe(true);
      }),
      { seed: 5, numRuns: 400 },
    );
  });

  it('is read as it lies, and left as it was', async () => {
    const before = await readFile(join(root, META_DB));
    await images('containerd:app:1');
    expect((await readFile(join(root, META_DB))).equals(before)).toBe(true);
  });
});
