import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkTarget } from '../src/app/check.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import { digestOf } from '../src/base/digest.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { MEDIA_TYPE } from '../src/base/media-types.ts';
import { type Blob, blobOf, descriptorOf, jsonBlob } from '../testkit/image.ts';
import { sourceOptions, type TestFolder, testFolder } from '../testkit/source-options.ts';
import { layoutFiles } from '../testkit/store.ts';
import { tar } from '../testkit/tar.ts';

const TAR = tar([
  { path: 'etc/hello', data: 'hello\n' },
  { path: 'opt/data', data: Buffer.from(Array.from({ length: 50_000 }, (_, i) => (i * 7) % 256)) },
]);
const HALF = [TAR.subarray(0, 20_000), TAR.subarray(20_000)];
const SKIPPABLE = Buffer.from('502a4d1803000000616263', 'hex');

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

let made = 0;
/** A layout with one image of one layer, stored as `bytes` and announced as `mediaType`. */
async function layout(
  bytes: Buffer,
  mediaType: string,
  { annotations, content = TAR }: { annotations?: Record<string, string>; content?: Buffer } = {},
): Promise<string> {
  const layer: Blob = blobOf(mediaType, bytes);
  const config = jsonBlob(MEDIA_TYPE.ociConfig, {
    os: 'linux',
    architecture: 'amd64',
    rootfs: { type: 'layers', diff_ids: [digestOf(content)] },
    history: [{ created_by: 'COPY . /' }],
  });
  const manifest = jsonBlob(MEDIA_TYPE.ociManifest, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: descriptorOf(config),
    layers: [descriptorOf(layer, annotations === undefined ? {} : { annotations })],
  });
  const root = join(folder.path, `layout-${made++}`);
  for (const [name, file] of layoutFiles([descriptorOf(manifest)], [manifest, config, layer])) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), file);
  }
  return root;
}

async function check(target: string, cacheFolder?: string): Promise<Assessment> {
  const [assessment] = await checkTarget(target, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: sourceOptions(folder.path).registry,
    workers: 1,
    platform: 'linux/amd64',
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
  });
  return assessment as Assessment;
}

describe('a layer', () => {
  it.each([
    ['plain', TAR, MEDIA_TYPE.ociLayer],
    ['of one gzip member', gzipSync(TAR), MEDIA_TYPE.ociLayerGzip],
    ['of several gzip members', Buffer.concat(HALF.map((part) => gzipSync(part))), MEDIA_TYPE.ociLayerGzip],
    [
      'of several zstd frames with others between them',
      Buffer.concat([SKIPPABLE, ...HALF.flatMap((part) => [zstdCompressSync(part), SKIPPABLE])]),
      MEDIA_TYPE.ociLayerZstd,
    ],
  ])('%s is read to its end, and nothing needs to be said of it', async (_, bytes, mediaType) => {
    const { coverage, findings } = await check(await layout(bytes, mediaType));
    expect(coverage).toMatchObject({ complete: true, files: 2, bytes: TAR.length, unread: [] });
    expect(coverage.notes).toBeUndefined();
    expect(findings).toEqual([]);
  });

  it.each([
    ['zstd', zstdCompressSync(TAR), MEDIA_TYPE.ociLayerGzip, 'zstd'],
    ['gzip', gzipSync(TAR), MEDIA_TYPE.ociLayerZstd, 'gzip'],
    ['gzip', gzipSync(TAR), MEDIA_TYPE.ociLayer, 'gzip'],
    ['a plain tar', TAR, MEDIA_TYPE.dockerLayerGzip, 'as a plain tar'],
  ])(
    'of %s under another name is read by its bytes, with a note, also from the cache',
    async (_, bytes, mediaType, word) => {
      const cache = join(folder.path, 'cache');
      await mkdir(cache, { recursive: true });
      const target = await layout(bytes, mediaType);
      const fresh = await check(target, cache);
      expect(fresh.coverage).toMatchObject({ complete: true, files: 2 });
      expect(fresh.coverage.notes).toEqual([
        expect.stringMatching(new RegExp(`^Not compressed as the media type says: layer 1\\..*${word}`)),
      ]);
      expect(fresh.verdict.decision).toBe('allow');
      expect(await check(target, cache)).toEqual(fresh);
    },
  );

  it('that is not there, or may not be distributed, is unread and asks for review', async () => {
    for (const [mediaType, reason] of [
      [MEDIA_TYPE.ociLayerGzip, 'layer-missing'],
      [MEDIA_TYPE.dockerForeignLayer, 'layer-not-distributable'],
      ['application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', 'layer-not-distributable'],
    ] as const) {
      const bytes = gzipSync(TAR);
      const target = await layout(bytes, mediaType);
      await rm(join(target, 'blobs/sha256', digestOf(bytes).slice(7)));
      const { coverage, verdict, findings } = await check(target);
      expect(coverage).toMatchObject({ complete: false, layersRead: 0, unread: [{ reason, layer: 0 }] });
      expect(findings.map(({ rule }) => rule)).toEqual(['coverage/not-fully-read']);
      expect(verdict.decision).toBe('review');
    }
  });
});

describe('an eStargz layer', () => {
  const hello = digestOf(Buffer.from('hello\n'));
  const lie = digestOf(Buffer.from('other\n'));
  const toc = (digest: string): string =>
    JSON.stringify({
      version: 1,
      entries: [{ name: 'etc/hello', type: 'reg', size: 6, mode: 0o100644, digest, chunkDigest: digest }],
    });
  const lazy = async (digest: string, tocDigest?: string): Promise<Assessment> => {
    const content = tar([
      { path: 'etc/hello', data: 'hello\n' },
      { path: 'stargz.index.json', data: toc(digest) },
    ]);
    const named = tocDigest ?? digestOf(Buffer.from(toc(digest)));
    const annotations = { 'containerd.io/snapshot/stargz/toc.digest': named };
    return check(await layout(gzipSync(content), MEDIA_TYPE.ociLayerGzip, { annotations, content }));
  };

  it('that tells the truth is allowed, with a note', async () => {
    const { verdict, coverage } = await lazy(hello);
    expect(verdict.decision).toBe('allow');
    expect(coverage.notes).toEqual([expect.stringContaining('it was compared with the files')]);
  });

  it('that would show an engine something else is blocked', async () => {
    for (const lying of [await lazy(lie), await lazy(hello, lie)]) {
      expect(lying.verdict.decision).toBe('block');
      expect(lying.findings.map(({ rule }) => rule)).toEqual(['lazy-layer/other-content']);
    }
  });
});
