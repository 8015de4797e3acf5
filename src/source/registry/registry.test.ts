import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Blob, buildImage, buildIndex, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { type RegistrySwitches, startRegistry, type TestRegistry } from '../../../testkit/registry.ts';
import { collect, sourceOptions, type TestFolder, testFolder } from '../../../testkit/source-options.ts';
import { blobsOf } from '../../../testkit/store.ts';
import { validateImage } from '../../../testkit/validate-image.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import type { Image } from '../../image/image.ts';
import { openTarget, parseTarget, type SourceOptions } from '../index.ts';

let folder: TestFolder;
const open: TestRegistry[] = [];
beforeAll(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((registry) => registry.close()));
});
afterAll(() => folder.remove());

const built = buildImage({
  steps: [
    { createdBy: 'COPY a', items: [{ path: 'a', data: 'x'.repeat(5000) }], compression: 'none' },
    { createdBy: 'COPY b', items: [{ path: 'b', data: 'y' }] },
    { createdBy: 'COPY c', items: [{ path: 'c', data: 'z' }], compression: 'zstd' },
  ],
});
const LOGIN = { username: 'user', password: 'secret:with:colons' };
/** A pause of its own that is over at once: `Retry-After: 0`. */
const NOW = { 'retry-after': '0' };

async function registryWith(switches: RegistrySwitches = {}): Promise<TestRegistry> {
  const registry = await startRegistry(switches);
  open.push(registry);
  registry.put('team/app', built, '1.0');
  return registry;
}

async function images(text: string, over: Partial<SourceOptions> = {}): Promise<readonly Image[]> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  try {
    for (const found of source.images) expect(await validateImage(found)).toEqual([]);
    return source.images;
  } finally {
    await source.close();
  }
}

/** Options with changes to those about registries. */
function withRegistry(over: Partial<SourceOptions['registry']>): Partial<SourceOptions> {
  return { registry: { ...sourceOptions(folder.path).registry, ...over } };
}

async function firstLayer(text: string, over: Partial<SourceOptions> = {}): Promise<Buffer> {
  const source = await openTarget(parseTarget(text), sourceOptions(folder.path, over));
  try {
    const bytes = await source.images[0]?.layers[0]?.open(over.signal);
    if (bytes?.kind !== 'stream') throw new Error('no stream');
    return await collect(bytes.stream);
  } finally {
    await source.close();
  }
}

describe('an image in a registry', () => {
  it('is found by tag and by digest, with every layer', async () => {
    const registry = await registryWith();
    const byTag = await images(`${registry.host}/team/app:1.0`);
    expect(byTag.map((found) => [found.reference, found.digest])).toEqual([
      [`${registry.host}/team/app:1.0`, built.manifest.digest],
    ]);
    const [byDigest] = await images(`docker://${registry.host}/team/app@${built.manifest.digest}`);
    expect(byDigest?.digest).toBe(built.manifest.digest);
  });

  it('is asked for by HEAD first, and then by the digest learnt', async () => {
    const registry = await registryWith();
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), sourceOptions(folder.path));
    await source.close();
    expect(registry.log()).toEqual([
      'GET /v2/',
      'HEAD /v2/team/app/manifests/1.0',
      `GET /v2/team/app/manifests/${built.manifest.digest}`,
      `GET /v2/team/app/blobs/${built.config.digest}`,
    ]);
    const accept = registry.requests[1]?.headers.accept ?? '';
    for (const type of ['ociIndex', 'ociManifest', 'dockerList', 'dockerManifest'] as const) {
      expect(accept).toContain(MEDIA_TYPE[type]);
    }
  });

  it('is found where HEAD is refused, the digest not told, or the type too general', async () => {
    for (const switches of [
      { noHead: true },
      { noDigestHeader: true },
      { contentType: 'application/json' },
    ]) {
      const registry = await registryWith(switches);
      expect((await images(`${registry.host}/team/app:1.0`))[0]?.digest).toBe(built.manifest.digest);
    }
  });

  it('is chosen by platform out of an index, with its attestation', async () => {
    const registry = await registryWith();
    const arm = buildImage({ steps: [], platform: { os: 'linux', architecture: 'arm64' } });
    const index = buildIndex([{ image: built }, { image: arm }], { attestations: true });
    registry.put('team/multi', index, 'latest');
    const [found, ...rest] = await images(`${registry.host}/team/multi`);
    expect(rest).toEqual([]);
    expect(found?.digest).toBe(built.manifest.digest);
    expect(found?.indexDigest).toBe(index.index.digest);
    expect(found?.attestations).toHaveLength(1);
    expect(await images(`${registry.host}/team/multi`, { platform: 'all' })).toHaveLength(2);
    await expect(
      images(`${registry.host}/team/multi`, { platform: { os: 'linux', architecture: 'riscv64' } }),
    ).rejects.toMatchObject({
      code: 'platform-not-found',
      message: expect.stringContaining('linux/amd64, linux/arm64'),
    });
  });

  it('may have a layer that it may not distribute, whose own address is not contacted', async () => {
    const registry = await registryWith();
    const elsewhere = await registryWith();
    const [layer] = built.layers as [Blob];
    const foreign = { ...descriptorOf(layer), mediaType: MEDIA_TYPE.dockerForeignLayer };
    const manifest = jsonBlob(MEDIA_TYPE.dockerManifest, {
      schemaVersion: 2,
      config: { ...descriptorOf(built.config), mediaType: MEDIA_TYPE.dockerConfig },
      layers: [{ ...foreign, urls: [`${elsewhere.origin}/v2/team/app/blobs/${layer.digest}`] }],
    });
    registry.putBlobs('team/foreign', [manifest, built.config], 'latest');
    const source = await openTarget(parseTarget(`${registry.host}/team/foreign`), sourceOptions(folder.path));
    expect(source.images[0]?.layers[0]?.unavailable?.reason).toBe('layer-not-distributable');
    await source.close();
    expect(elsewhere.requests).toEqual([]);
  });
});

describe('a registry that lies', () => {
  it('about a digest or about content is found out', async () => {
    for (const switches of [{ changeManifests: true }, { noHead: true, lieAboutDigest: true }]) {
      const registry = await registryWith(switches);
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({ code: 'integrity' });
    }
    const registry = await registryWith({ changeManifests: true, noDigestHeader: true });
    await expect(images(`${registry.host}/team/app@${built.manifest.digest}`)).rejects.toMatchObject({
      code: 'integrity',
    });
  });

  it('by sending more than was announced is cut off', async () => {
    const registry = await registryWith();
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), sourceOptions(folder.path));
    registry.set({ extraBytes: 1 });
    const bytes = await source.images[0]?.layers[0]?.open();
    await expect(
      (async () => {
        if (bytes?.kind === 'stream') for await (const _ of bytes.stream) continue;
      })(),
    ).rejects.toMatchObject({ code: 'integrity' });
    await source.close();
  });

  it('or sends a document without end is cut off', async () => {
    const registry = await registryWith();
    const limits = { ...DEFAULT_LIMITS, maxManifestBytes: 100 };
    await expect(images(`${registry.host}/team/app:1.0`, { limits })).rejects.toMatchObject({
      code: 'limit-reached',
    });
  });

  it('with a web page is no registry', async () => {
    const registry = await registryWith({ html: true });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('answered with a web page'),
    });
  });

  it('or answers in schema 1 gets a plain error', async () => {
    const registry = await registryWith();
    const schema1 = jsonBlob(MEDIA_TYPE.dockerSchema1Signed, { schemaVersion: 1, name: 'x', fsLayers: [] });
    registry.putBlobs('team/old', [schema1], 'latest');
    await expect(images(`${registry.host}/team/old`)).rejects.toThrow('schema 1');
  });
});

describe('logging in', () => {
  it('works with a name and password, by basic authentication and for a token', async () => {
    for (const auth of ['basic', 'token'] as const) {
      const registry = await registryWith({ auth, login: LOGIN });
      expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unauthorized',
        hint: expect.stringContaining(`docker login ${registry.host}`),
      });
      const wrong = withRegistry({ username: 'user', password: 'wrong' });
      await expect(images(`${registry.host}/team/app:1.0`, wrong)).rejects.toMatchObject({
        code: 'unauthorized',
      });
    }
  });

  it('needs no name where tokens are for anyone, and asks for one token only', async () => {
    const registry = await registryWith({ auth: 'token', tokenLifetime: 300 });
    expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
    const tokens = registry.requests.filter((request) => request.url.startsWith('/token'));
    expect(tokens.map((request) => request.url)).toEqual([
      '/token?service=test&scope=repository%3Ateam%2Fapp%3Apull',
    ]);
    expect(tokens[0]?.headers['authorization']).toBeUndefined();
  });

  it('is repeated when a token expires', async () => {
    for (const expiry of [{ tokenUses: 1 }, { tokenLifetime: 1 }]) {
      const registry = await registryWith({ auth: 'token', ...expiry });
      expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
      expect(registry.log().filter((line) => line.startsWith('GET /token')).length).toBeGreaterThan(3);
    }
  });

  it('is given up when no token is ever good', async () => {
    const registry = await registryWith({ auth: 'token', tokenUses: 0 });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({ code: 'unauthorized' });
    expect(registry.requests.length).toBeLessThan(20);
  });
});

describe('redirects', () => {
  it('are followed to another origin without the credentials', async () => {
    const store = await registryWith();
    const registry = await registryWith({ auth: 'basic', login: LOGIN });
    const redirectBlobs = (path: string): string => `${store.origin}${path}`;
    registry.set({ auth: 'basic', login: LOGIN, redirectBlobs });
    expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
    expect(store.requests.length).toBeGreaterThan(0);
    for (const request of store.requests) expect(request.headers['authorization']).toBeUndefined();
  });

  it('within the origin keep them', async () => {
    const login = { auth: 'basic', login: LOGIN } as const;
    const registry = await registryWith(login);
    const redirectBlobs = (path: string): string | undefined =>
      path.includes('?') ? undefined : `${path}?again`;
    registry.set({ ...login, redirectBlobs });
    expect(await images(`${registry.host}/team/app:1.0`, withRegistry(LOGIN))).toHaveLength(1);
    const again = registry.requests.find((request) => request.url.endsWith('?again'));
    expect(again?.headers['authorization']).toBeDefined();
  });

  it('in a circle end', async () => {
    const registry = await registryWith({ redirectBlobs: (path) => path });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toThrow('redirects more than 5 times');
  });

  it('to a link-local address are not followed', async () => {
    for (const address of [
      '169.254.169.254',
      '[fe80::1]',
      '[fd00:ec2::254]',
      '[::ffff:169.254.1.1]',
      '2852039166',
    ]) {
      const registry = await registryWith({ redirectBlobs: () => `http://${address}/latest/meta-data` });
      await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('link-local'),
      });
    }
  });
});

describe('a registry in trouble', () => {
  it('is asked again after 429 and 5xx, three times at most', async () => {
    for (const status of [429, 500, 503]) {
      const registry = await registryWith({ failFirst: { count: 3, status, headers: NOW } });
      expect(await images(`${registry.host}/team/app:1.0`)).toHaveLength(1);
      const stuck = await registryWith({ failFirst: { count: 1000, status, headers: NOW } });
      await expect(images(`${stuck.host}/team/app:1.0`)).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining('slow down'),
      });
      // /v2/, then HEAD and GET, each asked four times.
      expect(stuck.requests).toHaveLength(9);
    }
  });

  it('that asks for a long wait is given up at once', async () => {
    const failFirst = { count: 1000, status: 429, headers: { 'retry-after': '3600' } };
    const registry = await registryWith({ failFirst });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('allows no more requests'),
      hint: expect.stringContaining('log in'),
    });
    expect(registry.requests).toHaveLength(3);
  });

  it('that breaks a blob in the middle is resumed once', async () => {
    for (const noRange of [false, true]) {
      const registry = await registryWith();
      const text = `${registry.host}/team/app:1.0`;
      const source = await openTarget(parseTarget(text), sourceOptions(folder.path));
      registry.set({ cutBlobs: 1, noRange });
      const bytes = await source.images[0]?.layers[0]?.open();
      if (bytes?.kind !== 'stream') throw new Error('no stream');
      expect(await collect(bytes.stream)).toEqual(built.layers[0]?.bytes);
      expect(registry.requests.at(-1)?.headers['range']).toMatch(/^bytes=\d+-$/);
      registry.set({ cutBlobs: 100 });
      const again = await source.images[0]?.layers[0]?.open();
      if (again?.kind !== 'stream') throw new Error('no stream');
      await expect(collect(again.stream)).rejects.toMatchObject({ code: 'unreachable' });
      await source.close();
    }
  });

  it('that announces more bytes than it sends is told from one that sends them', async () => {
    const registry = await registryWith();
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), sourceOptions(folder.path));
    registry.set({ wrongLength: 10 });
    const bytes = await source.images[0]?.layers[0]?.open();
    if (bytes?.kind !== 'stream') throw new Error('no stream');
    await expect(collect(bytes.stream)).rejects.toMatchObject({ code: 'unreachable' });
    await source.close();
  });

  it('that stops answering is given up', async () => {
    const registry = await registryWith({ silentBlobs: true });
    const given = withRegistry({ timeout: 50 });
    await expect(firstLayer(`${registry.host}/team/app:1.0`, given)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('does not answer'),
    });
  });

  it('does not outlast an interruption', async () => {
    const registry = await registryWith({ silentBlobs: true });
    const controller = new AbortController();
    const target = parseTarget(`${registry.host}/team/app:1.0`);
    const opening = openTarget(target, sourceOptions(folder.path, { signal: controller.signal }));
    while (!registry.log().some((line) => line.includes('/blobs/'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'interrupted' });
  });
});

describe('what is not there', () => {
  it('is told, with a near tag', async () => {
    const registry = await registryWith();
    await expect(images(`${registry.host}/team/app:1.O`)).rejects.toMatchObject({
      code: 'target-not-found',
      hint: 'Did you mean the tag 1.0?',
    });
    await expect(images(`${registry.host}/team/app:something-else`)).rejects.toMatchObject({
      code: 'target-not-found',
      hint: 'It has the tags 1.0.',
    });
    await expect(images(`${registry.host}/team/none:1`)).rejects.toMatchObject({
      code: 'target-not-found',
      message: expect.stringContaining('has no repository'),
    });
    await expect(images(`${registry.host}/team/app@sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({
      code: 'target-not-found',
    });
  });

  it('is told of hosts that cannot be reached, and of references that are none', async () => {
    const registry = await startRegistry();
    await registry.close();
    await expect(images(`${registry.host}/team/app`)).rejects.toMatchObject({
      code: 'unreachable',
      message: `${registry.host} cannot be reached: the connection was refused`,
    });
    await expect(images('Not A Reference')).rejects.toMatchObject({ code: 'usage' });
    await expect(images('registry:')).rejects.toMatchObject({ code: 'usage' });
  });

  it('may be a layer, which shows when it is opened', async () => {
    const registry = await registryWith();
    registry.remove('team/app', built.layers[0]?.digest ?? '');
    await expect(firstLayer(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'target-invalid',
    });
    const other = await registryWith();
    const [, config] = blobsOf(built);
    other.remove('team/app', config?.digest ?? '');
    await expect(images(`${other.host}/team/app:1.0`)).rejects.toThrow(/configuration .* is missing/);
  });

  it('may be a registry altogether: something else answers', async () => {
    const server = createServer((_, response) => response.writeHead(200).end('{"hello":1}'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(images(`127.0.0.1:${port}/x`)).rejects.toMatchObject({ code: 'target-invalid' });
    server.close();
    server.closeAllConnections();
  });
});
