import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf } from '../src/base/digest.ts';
import { configSchema } from '../src/image/config.ts';
import { attestationSubject, isAttestation } from '../src/image/descriptor.ts';
import type { Image } from '../src/image/image.ts';
import { indexSchema, manifestSchema } from '../src/image/manifest.ts';
import { factsOf } from './facts.ts';
import { hostileTars } from './hostile-tars.ts';
import { type BuiltImage, buildImage, buildIndex } from './image.ts';
import { randomImage } from './random-image.ts';
import { dockerArchive, modernDockerArchive, ociArchive } from './store.ts';
import { validateImage } from './validate-image.ts';

const image = buildImage({
  steps: [
    { createdBy: 'ADD', items: [{ path: 'a', data: 'hello' }] },
    { createdBy: 'CMD' },
    { createdBy: 'COPY', items: [{ path: 'b', data: '1' }], compression: 'zstd' },
    { createdBy: 'ADD', items: [{ path: 'a', data: 'hello' }], compression: 'none' },
  ],
});

describe('buildImage and buildIndex', () => {
  it('build what the schemas accept, with the history in step', () => {
    const manifest = manifestSchema.parse(JSON.parse(image.manifest.bytes.toString()));
    const config = configSchema.parse(JSON.parse(image.config.bytes.toString()));
    expect(manifest.layers.map((layer) => layer.digest)).toEqual(image.layers.map((layer) => layer.digest));
    expect(config.rootfs.diff_ids).toEqual(image.tars.map((bytes) => digestOf(bytes)));
    expect(config.history.map((row) => row.empty_layer ?? false)).toEqual([false, true, false, false]);
  });

  it('tie an attestation to its image', () => {
    const { index } = buildIndex([{ image }], { attestations: true });
    const { manifests } = indexSchema.parse(JSON.parse(index.bytes.toString()));
    expect(manifests.map(isAttestation)).toEqual([false, true]);
    expect(attestationSubject(manifests[1] as (typeof manifests)[number])).toBe(image.manifest.digest);
  });
});

describe('archives', () => {
  it('of the old kind hold a repeated layer once, and a link', async () => {
    const { entries } = await factsOf(dockerArchive([{ image, tags: ['x:1'] }]));
    const layers = entries.filter((entry) => entry.path.endsWith('layer.tar'));
    expect(layers.map((entry) => entry.kind)).toEqual(['file', 'file', 'symlink']);
  });

  it.each([
    ['OCI', ociArchive([{ image, name: 'x' }])],
    ['docker save', modernDockerArchive([{ image, tags: ['x:1', 'x:2'] }])],
  ])('as %s keep every blob under its digest', async (_, bytes) => {
    const { entries } = await factsOf(bytes);
    const blobs = entries.filter((entry) => entry.path.startsWith('blobs/sha256/') && entry.kind === 'file');
    expect(blobs.length).toBeGreaterThanOrEqual(4);
    for (const blob of blobs) expect(blob.path).toBe(`blobs/sha256/${blob.sha256}`);
  });
});

describe('randomImage', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(buildImage(randomImage(7)).manifest.digest).toBe(buildImage(randomImage(7)).manifest.digest);
    expect(buildImage(randomImage(7)).manifest.digest).not.toBe(buildImage(randomImage(8)).manifest.digest);
  });

  it('has everything that layers can hold', async () => {
    const kinds = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      for (const bytes of buildImage(randomImage(seed)).tars) {
        for (const entry of (await factsOf(bytes)).entries) kinds.add(entry.kind);
      }
    }
    expect([...kinds].sort()).toEqual([
      'directory',
      'fifo',
      'file',
      'hardlink',
      'opaque',
      'symlink',
      'whiteout',
    ]);
  });
});

describe('hostileTars', () => {
  it('have names of their own and the same bytes every time', () => {
    const names = hostileTars().map((some) => some.name);
    expect(new Set(names).size).toBe(names.length);
    expect(hostileTars()).toEqual(hostileTars());
  });
});

describe('validateImage', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clearpull-validate-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds nothing wrong with an honest image', async () => {
    expect(await validateImage(asSource(image, folder))).toEqual([]);
  });

  it('names each thing that is wrong', async () => {
    const honest = asSource(image, folder);
    const [first, second, third] = honest.layers as [never, never, never];
    const wrong: Image = {
      ...honest,
      platform: { os: 'unknown', architecture: 'unknown' },
      layers: [
        { ...(first as Image['layers'][number]), index: 5 },
        { ...(second as Image['layers'][number]), open: (third as Image['layers'][number]).open },
        {
          ...(third as Image['layers'][number]),
          open: async () => ({ kind: 'file', path: join(folder, '0'), offset: 1, size: 1e6 }),
        },
      ],
    };
    expect(
      (await validateImage(wrong)).map((text) => text.replaceAll(/sha256:\w+|\/\S+|\d+ b/g, '…')),
    ).toEqual([
      'an attestation was taken for a platform',
      'layer 0 says it is 5',
      expect.stringMatching(/^layer 1 gives/),
      'layer 1 does not give the bytes of …',
      'layer 1 does not decompress to …',
      'layer 2 goes past the end of …',
      expect.stringMatching(/^layer 2 gives/),
      'layer 2 does not give the bytes of …',
      'layer 2 does not decompress to …',
    ]);
  });
});

/** The image as a source would give it: one layer as a file, the others as streams. */
function asSource(built: BuiltImage, folder: string): Image {
  const manifest = manifestSchema.parse(JSON.parse(built.manifest.bytes.toString()));
  writeFileSync(
    join(folder, '0'),
    Buffer.concat([Buffer.alloc(10), (built.layers[0] as { bytes: Buffer }).bytes]),
  );
  return {
    reference: 'example.com/image:1',
    digest: built.manifest.digest,
    hasManifest: true,
    platform: built.platform,
    manifest,
    config: configSchema.parse(JSON.parse(built.config.bytes.toString())),
    annotations: built.annotations,
    attestations: [],
    layers: built.layers.map(({ digest, size, mediaType, bytes }, index) => ({
      index,
      blob: { digest, size, mediaType },
      diffId: built.diffIds[index] as (typeof built.diffIds)[number],
      open: async () =>
        index === 0
          ? { kind: 'file', path: join(folder, '0'), offset: 10, size }
          : {
              kind: 'stream',
              stream: (async function* () {
                yield bytes;
              })(),
            },
    })),
  };
}
