import { describe, expect, it } from 'vitest';
import {
  type Blob,
  type BuiltImage,
  type BuiltIndex,
  buildImage,
  buildIndex,
  descriptorOf,
  jsonBlob,
} from '../../testkit/image.ts';
import { blobsOf } from '../../testkit/store.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import { MEDIA_TYPE } from '../base/media-types.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { Platform } from '../image/platform.ts';
import { type DocumentStore, withBudget } from './documents.ts';
import { type Selected, selectImages } from './select.ts';

const AMD = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

function image(platform: Platform = AMD, text = ''): BuiltImage {
  return buildImage({ platform, steps: [{ createdBy: `COPY ${text}`, items: [{ path: 'a', data: text }] }] });
}

function storeOf(...blobs: readonly Blob[]): DocumentStore & { readonly reads: string[] } {
  const reads: string[] = [];
  return {
    title: 'the place',
    reads,
    read: async (descriptor) => {
      reads.push(descriptor.digest);
      return blobs.find((blob) => blob.digest === descriptor.digest)?.bytes;
    },
  };
}

interface Wish {
  readonly platform?: Platform | 'all';
  readonly given?: boolean;
  readonly limits?: Partial<Limits>;
}

function select(
  store: DocumentStore,
  top: readonly Descriptor[],
  wish: Wish = {},
): Promise<readonly Selected[]> {
  const { platform = AMD, given = false, limits } = wish;
  return selectImages(store, top, {
    platform,
    platformGiven: given,
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
}

function fromIndex(index: BuiltIndex, wish: Wish = {}): Promise<readonly Selected[]> {
  return select(storeOf(...blobsOf(index)), [descriptorOf(index.index)], wish);
}

function indexBlob(manifests: readonly object[]): Blob {
  return jsonBlob(MEDIA_TYPE.ociIndex, { schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests });
}

describe('choosing by platform', () => {
  it('takes the one asked for, every one for all, and lists what exists when there is none', async () => {
    const index = buildIndex([{ image: image(AMD) }, { image: image(ARM64) }]);
    const digests = async (wish: Wish): Promise<string[]> =>
      (await fromIndex(index, wish)).map((selected) => selected.descriptor.digest);
    const [amd, arm] = index.images.map((one) => one.manifest.digest);
    expect(await digests({})).toEqual([amd]);
    expect(await digests({ platform: ARM64 })).toEqual([arm]);
    expect(await digests({ platform: 'all' })).toEqual([amd, arm]);
    await expect(digests({ platform: { os: 'linux', architecture: 's390x' } })).rejects.toMatchObject({
      code: 'platform-not-found',
      message: 'the place has no image for linux/s390x; it has linux/amd64, linux/arm64',
    });
  });

  it('takes the only one when nothing was asked for, and not otherwise', async () => {
    const index = buildIndex([{ image: image(ARM64) }], { attestations: true });
    expect(await fromIndex(index)).toHaveLength(1);
    await expect(fromIndex(index, { given: true })).rejects.toMatchObject({ code: 'platform-not-found' });
    const only = image(ARM64);
    const top = [descriptorOf(only.manifest)];
    expect(await select(storeOf(...blobsOf(only)), top)).toHaveLength(1);
    await expect(select(storeOf(...blobsOf(only)), top, { given: true })).rejects.toMatchObject({
      code: 'platform-not-found',
    });
  });

  it('prefers no variant, and the newest of 32-bit ARM', async () => {
    const arm = (variant: string): Platform => ({ os: 'linux', architecture: 'arm', variant });
    const index = buildIndex(['v5', 'v7', 'v6'].map((variant) => ({ image: image(arm(variant), variant) })));
    const wanted = { os: 'linux', architecture: 'arm' };
    expect((await fromIndex(index, { platform: wanted }))[0]?.platform).toEqual(arm('v7'));
    expect((await fromIndex(index, { platform: arm('v6') }))[0]?.platform).toEqual(arm('v6'));
    const amd = buildIndex([
      { image: image({ ...AMD, variant: 'v3' }, 'new') },
      { image: image(AMD, 'old') },
    ]);
    expect((await fromIndex(amd)).map((selected) => selected.platform)).toEqual([AMD]);
  });

  it('takes both of two for the very same platform, since engines differ', async () => {
    const index = buildIndex([{ image: image(AMD, 'one') }, { image: image(AMD, 'two') }]);
    expect(await fromIndex(index)).toHaveLength(2);
  });

  it('reads the platform out of the configuration where the index has none', async () => {
    const index = buildIndex([
      { image: image(AMD), platform: null },
      { image: image(ARM64), platform: null },
    ]);
    expect((await fromIndex(index, { platform: ARM64 }))[0]?.platform).toEqual(ARM64);
  });

  it('reads only the documents of the platform chosen', async () => {
    const index = buildIndex([{ image: image(AMD) }, { image: image(ARM64) }]);
    const store = storeOf(...blobsOf(index));
    await select(store, [descriptorOf(index.index)]);
    const [amd] = index.images;
    expect(store.reads).toEqual([index.index.digest, amd?.manifest.digest, amd?.config.digest]);
  });
});

describe('attestations', () => {
  it('are tied to their image and never taken for a platform', async () => {
    const index = buildIndex([{ image: image(AMD) }, { image: image(ARM64) }], { attestations: true });
    const all = await fromIndex(index, { platform: 'all' });
    expect(all).toHaveLength(2);
    for (const selected of all) {
      expect(selected.attestations.map((attestation) => attestation.annotations)).toEqual([
        {
          'vnd.docker.reference.digest': selected.descriptor.digest,
          'vnd.docker.reference.type': 'attestation-manifest',
        },
      ]);
    }
  });

  it('are known by their configuration when the index names no platform', async () => {
    const built = buildIndex([{ image: image() }], { attestations: true });
    const [manifest] = built.attestationBlobs;
    const index = indexBlob([
      descriptorOf(built.images[0]?.manifest as Blob),
      descriptorOf(manifest as Blob, {
        annotations: {
          'vnd.docker.reference.type': 'attestation-manifest',
          'vnd.docker.reference.digest': built.images[0]?.manifest.digest ?? '',
        },
      }),
    ]);
    const [found, ...rest] = await select(storeOf(index, ...blobsOf(built)), [descriptorOf(index)], {
      platform: 'all',
    });
    expect(rest).toEqual([]);
    expect(found?.attestations).toHaveLength(1);
  });

  it('are no disguise: a marked image with a platform, which engines would run, is an image', async () => {
    const [good, evil] = [image(AMD, 'good'), image(AMD, 'evil')];
    const mark = { annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } };
    for (const platform of [{ platform: AMD }, {}]) {
      const index = indexBlob([
        descriptorOf(good.manifest, { platform: AMD }),
        descriptorOf(evil.manifest, { ...mark, ...platform }),
      ]);
      const store = storeOf(index, ...blobsOf(good), ...blobsOf(evil));
      const found = await select(store, [descriptorOf(index)]);
      expect(found.map((selected) => selected.descriptor.digest)).toContain(evil.manifest.digest);
    }
  });
});

describe('indexes within indexes', () => {
  it('are followed as deep as the limit, and the outermost digest is kept', async () => {
    const built = image();
    const inner = indexBlob([descriptorOf(built.manifest, { platform: AMD })]);
    const middle = indexBlob([descriptorOf(inner)]);
    const outer = indexBlob([descriptorOf(middle)]);
    const store = storeOf(outer, middle, inner, ...blobsOf(built));
    const [found] = await select(store, [descriptorOf(outer)]);
    expect(found?.indexDigest).toBe(outer.digest);
    await expect(
      select(store, [descriptorOf(outer)], { limits: { maxIndexDepth: 2 } }),
    ).rejects.toMatchObject({
      code: 'limit-reached',
    });
  });

  it('are read once, however often they are listed', async () => {
    const built = image();
    const inner = indexBlob([descriptorOf(built.manifest, { platform: AMD })]);
    const outer = indexBlob([descriptorOf(inner), descriptorOf(inner)]);
    const store = storeOf(outer, inner, ...blobsOf(built));
    expect(await select(store, [descriptorOf(outer)])).toHaveLength(1);
    expect(store.reads.filter((read) => read === inner.digest)).toHaveLength(1);
  });

  it('and rows and documents are refused in great number', async () => {
    const row = descriptorOf(image().manifest, { platform: AMD });
    const rows = indexBlob(Array.from({ length: 2001 }, () => row));
    await expect(select(storeOf(rows), [descriptorOf(rows)])).rejects.toThrow('more than 2000 manifests');
    const images = indexBlob(
      Array.from({ length: 1001 }, (_, i) => ({ ...row, digest: `sha256:${String(i).padStart(64, '0')}` })),
    );
    await expect(select(storeOf(images), [descriptorOf(images)])).rejects.toThrow('more than 1000 images');
    const budget = withBudget({ title: 'the place', read: async () => Buffer.alloc(100 * 1024 * 1024) });
    await budget.read(row, 'manifest', 0);
    await budget.read(row, 'manifest', 0);
    await expect(budget.read(row, 'manifest', 0)).rejects.toMatchObject({ code: 'limit-reached' });
  });

  it('are refused in great number', async () => {
    const built = image();
    const many = Array.from({ length: 101 }, (_, i) =>
      indexBlob([descriptorOf(built.manifest, { platform: { ...AMD, variant: `v${i}` } })]),
    );
    const top = indexBlob(many.map((blob) => descriptorOf(blob)));
    const store = storeOf(top, ...many, ...blobsOf(built));
    await expect(select(store, [descriptorOf(top)])).rejects.toMatchObject({ code: 'limit-reached' });
  });
});

describe('a manifest', () => {
  const built = image();

  function manifestWith(over: object): Blob {
    return jsonBlob(MEDIA_TYPE.ociManifest, {
      ...(JSON.parse(built.manifest.bytes.toString()) as object),
      ...over,
    });
  }

  async function selectManifest(blob: Blob, wish: Wish = {}): Promise<readonly Selected[]> {
    return select(storeOf(blob, ...blobsOf(built)), [descriptorOf(blob)], wish);
  }

  it('that is an index as well is refused, and so is an index that is a manifest', async () => {
    await expect(selectManifest(manifestWith({ manifests: [] }))).rejects.toThrow(
      'taken for a manifest and for',
    );
    await expect(selectManifest(manifestWith({ Manifests: [] }))).rejects.toThrow(
      'taken for a manifest and for',
    );
    const both = jsonBlob(MEDIA_TYPE.ociIndex, { schemaVersion: 2, manifests: [], layers: [] });
    await expect(select(storeOf(both), [descriptorOf(both)])).rejects.toThrow('taken for a manifest and for');
  });

  it('of another type than announced is refused', async () => {
    await expect(selectManifest(manifestWith({ mediaType: MEDIA_TYPE.ociIndex }))).rejects.toThrow(
      'announced as',
    );
    await expect(selectManifest(manifestWith({ mediaType: undefined }))).resolves.toHaveLength(1);
  });

  it('in schema 1 gets a plain error', async () => {
    const schema1 = jsonBlob(MEDIA_TYPE.dockerSchema1Signed, { schemaVersion: 1, fsLayers: [] });
    await expect(select(storeOf(schema1), [descriptorOf(schema1)])).rejects.toThrow('schema 1');
    await expect(selectManifest(manifestWith({ schemaVersion: 1 }))).rejects.toThrow('schema 1');
  });

  it('of something else than an image is called what it is, and passed over beside images', async () => {
    const chart = manifestWith({
      config: { ...descriptorOf(built.config), mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    });
    await expect(selectManifest(chart)).rejects.toThrow(
      'is not a container image but application/vnd.cncf.helm',
    );
    const index = indexBlob([descriptorOf(chart), descriptorOf(built.manifest)]);
    const store = storeOf(index, chart, ...blobsOf(built));
    expect(await select(store, [descriptorOf(index)], { platform: 'all' })).toHaveLength(1);
  });

  it('with too many layers, or too long, or with a field of the wrong type is refused', async () => {
    await expect(selectManifest(built.manifest, { limits: { maxLayers: 0 } })).rejects.toMatchObject({
      code: 'limit-reached',
    });
    await expect(selectManifest(built.manifest, { limits: { maxManifestBytes: 10 } })).rejects.toMatchObject({
      code: 'limit-reached',
    });
    await expect(selectManifest(built.manifest, { limits: { maxConfigBytes: 10 } })).rejects.toMatchObject({
      code: 'limit-reached',
    });
    await expect(selectManifest(manifestWith({ layers: [{ digest: 'md5:1' }] }))).rejects.toThrow(
      'malformed at "layers.0.',
    );
  });

  it('that is missing is called so', async () => {
    await expect(select(storeOf(), [descriptorOf(built.manifest)])).rejects.toThrow('is missing');
    const index = indexBlob([descriptorOf(built.manifest, { platform: AMD })]);
    await expect(select(storeOf(index), [descriptorOf(index)])).rejects.toThrow('is missing');
    await expect(select(storeOf(built.manifest), [descriptorOf(built.manifest)])).rejects.toThrow(
      /configuration .* is missing/,
    );
  });
});
