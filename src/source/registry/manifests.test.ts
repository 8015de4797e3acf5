import { describe, expect, it } from 'vitest';
import { type BuiltImage, buildImage } from '../../../testkit/image.ts';
import type { TestRegistry } from '../../../testkit/registry.ts';
import { BUILT, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import type { Digest } from '../../base/digest.ts';
import type { DocumentCache } from '../index.ts';

const { registryWith, images } = registryTests();
const OTHER = buildImage({ steps: [{ createdBy: 'COPY d', items: [{ path: 'd', data: 'd' }] }] });

/** Moves a tag to the other of two images at each HEAD, and takes away what it was at. */
async function restless(moves: number): Promise<TestRegistry> {
  const registry = await registryWith();
  const pair: [BuiltImage, BuiltImage] = [BUILT, OTHER];
  let left = moves;
  const afterHead = (): void => {
    if (left-- <= 0) return;
    pair.reverse();
    registry.remove('team/app', pair[1].manifest.digest);
    registry.put('team/app', pair[0], '1.0');
  };
  registry.set({ afterHead });
  return registry;
}

describe('a tag that moves between two requests', () => {
  it('is followed to where it is now, by digest', async () => {
    const registry = await restless(1);
    expect((await images(`${registry.host}/team/app:1.0`))[0]?.digest).toBe(OTHER.manifest.digest);
    expect(registry.log().filter((line) => line.includes('/manifests/'))).toEqual([
      'HEAD /v2/team/app/manifests/1.0',
      `GET /v2/team/app/manifests/${BUILT.manifest.digest}`,
      'HEAD /v2/team/app/manifests/1.0',
      `GET /v2/team/app/manifests/${OTHER.manifest.digest}`,
    ]);
  });

  it('is given up when it does so without end', async () => {
    const registry = await restless(1000);
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'target-not-found',
      message: `${registry.host}/team/app:1.0 is moved faster than it can be read`,
      hint: expect.stringContaining('digest'),
    });
    expect(registry.requests.length).toBeLessThan(12);
  });

  it('while the old manifest stays is read as it was at first', async () => {
    const registry = await registryWith();
    registry.set({ afterHead: () => registry.put('team/app', OTHER, '1.0') });
    expect((await images(`${registry.host}/team/app:1.0`))[0]?.digest).toBe(BUILT.manifest.digest);
  });

  it('is told from a registry that names what it does not have', async () => {
    const registry = await registryWith({ hideManifests: true });
    await expect(images(`${registry.host}/team/app:1.0`)).rejects.toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('and does not have that'),
    });
  });
});

function memory(): DocumentCache & { readonly stored: Map<Digest, Buffer> } {
  const stored = new Map<Digest, Buffer>();
  return {
    stored,
    read: async (digest) => stored.get(digest),
    write: async (digest, bytes) => void stored.set(digest, bytes),
  };
}

describe('what is known from before', () => {
  it('costs a HEAD and nothing of the rate limit, by tag and by digest', async () => {
    const registry = await registryWith();
    const documents = memory();
    const over = withRegistry({ documents });
    const byTag = `${registry.host}/team/app:1.0`;
    const byDigest = `${registry.host}/team/app@${BUILT.manifest.digest}`;
    const [first] = await images(byTag, over);
    expect([...documents.stored.keys()].sort()).toEqual([BUILT.manifest.digest, BUILT.config.digest].sort());
    for (const name of [byTag, byDigest]) {
      const before = registry.requests.length;
      const [again] = await images(name, over);
      const data = (image: unknown) => JSON.parse(JSON.stringify(image)) as object;
      expect({ ...data(again), layers: [], reference: '' }).toEqual({
        ...data(first),
        layers: [],
        reference: '',
      });
      const asked = registry.log().slice(before);
      expect(asked.slice(0, 2)).toEqual([
        'GET /v2/',
        `HEAD /v2/team/app/manifests/${name === byTag ? '1.0' : BUILT.manifest.digest}`,
      ]);
      // The layers, which are validated.
      expect(asked.slice(2).every((line) => line.startsWith('GET /v2/team/app/blobs/'))).toBe(true);
      expect(asked.some((line) => line.endsWith(BUILT.config.digest))).toBe(false);
    }
  });

  it('does not make up for a registry that lost it, or may not show it', async () => {
    const registry = await registryWith();
    const over = withRegistry({ documents: memory() });
    const name = `${registry.host}/team/app@${BUILT.manifest.digest}`;
    await images(name, over);
    registry.set({ auth: 'basic', login: { username: 'a', password: 'b' } });
    await expect(images(name, over)).rejects.toMatchObject({ code: 'unauthorized' });
    registry.set({});
    registry.remove('team/app', BUILT.manifest.digest);
    await expect(images(name, over)).rejects.toMatchObject({ code: 'target-not-found' });
  });

  it('is of no use for a tag that moved', async () => {
    const registry = await registryWith();
    const over = withRegistry({ documents: memory() });
    await images(`${registry.host}/team/app:1.0`, over);
    registry.put('team/app', OTHER, '1.0');
    expect((await images(`${registry.host}/team/app:1.0`, over))[0]?.digest).toBe(OTHER.manifest.digest);
  });
});
