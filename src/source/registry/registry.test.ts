import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Blob, buildImage, buildIndex, descriptorOf, jsonBlob } from '../../../testkit/image.ts';
import { startRegistry } from '../../../testkit/registry.ts';
import { BUILT, registryTests } from '../../../testkit/registry-tests.ts';
import { blobsOf } from '../../../testkit/store.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { MEDIA_TYPE } from '../../base/media-types.ts';
import { openTarget, parseTarget } from '../index.ts';

const { registryWith, images, firstLayer, options } = registryTests();

describe('an image in a registry', () => {
  it('is found by tag and by digest, with every layer', async () => {
    const registry = await registryWith();
    const byTag = await images(`${registry.host}/team/app:1.0`);
    expect(byTag.map((found) => [found.reference, found.digest])).toEqual([
      [`${registry.host}/team/app:1.0`, BUILT.manifest.digest],
    ]);
    const [byDigest] = await images(`docker://${registry.host}/team/app@${BUILT.manifest.digest}`);
    expect(byDigest?.digest).toBe(BUILT.manifest.digest);
  });

  it('is asked for by HEAD first, and then by the digest learnt', async () => {
    const registry = await registryWith();
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), options());
    await source.close();
    expect(registry.log()).toEqual([
      'GET /v2/',
      'HEAD /v2/team/app/manifests/1.0',
      `GET /v2/team/app/manifests/${BUILT.manifest.digest}`,
      `GET /v2/team/app/blobs/${BUILT.config.digest}`,
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
      expect((await images(`${registry.host}/team/app:1.0`))[0]?.digest).toBe(BUILT.manifest.digest);
    }
  });

  it('is chosen by platform out of an index, with its attestation', async () => {
    const registry = await registryWith();
    const arm = buildImage({ steps: [], platform: { os: 'linux', architecture: 'arm64' } });
    const index = buildIndex([{ image: BUILT }, { image: arm }], { attestations: true });
    registry.put('team/multi', index, 'latest');
    const [found, ...rest] = await images(`${registry.host}/team/multi`);
    expect(rest).toEqual([]);
    expect(found?.digest).toBe(BUILT.manifest.digest);
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
    const [layer] = BUILT.layers as [Blob];
    const foreign = { ...descriptorOf(layer), mediaType: MEDIA_TYPE.dockerForeignLayer };
    const manifest = jsonBlob(MEDIA_TYPE.dockerManifest, {
      schemaVersion: 2,
      config: { ...descriptorOf(BUILT.config), mediaType: MEDIA_TYPE.dockerConfig },
      layers: [{ ...foreign, urls: [`${elsewhere.origin}/v2/team/app/blobs/${layer.digest}`] }],
    });
    registry.putBlobs('team/foreign', [manifest, BUILT.config], 'latest');
    const source = await openTarget(parseTarget(`${registry.host}/team/foreign`), options());
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
    await expect(images(`${registry.host}/team/app@${BUILT.manifest.digest}`)).rejects.toMatchObject({
      code: 'integrity',
    });
  });

  it('by sending more than was announced is cut off', async () => {
    const registry = await registryWith();
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), options());
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

describe('what is not there', () => {
  it('is told, with a near tag', async () => {
    const registry = await registryWith();
    await expect(images(`${registry.host}/team/app:1.O`)).rejects.toMatchObject({
      code: 'target-not-found',
      hint: 'Did you mean the tag 1.0?',
    });
    await expect(images(`${registry.host}/team/app:something-else`)).rejects.toMatchObject({
      code: 'target-not-found',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ has no \S+something-else/),
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
    registry.remove('team/app', BUILT.layers[0]?.digest ?? '');
    await expect(firstLayer(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'target-invalid',
    });
    const other = await registryWith();
    const [, config] = blobsOf(BUILT);
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
