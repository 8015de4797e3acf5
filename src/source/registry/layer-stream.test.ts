import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testkit/fake-clock.ts';
import type { RegistrySwitches, TestRegistry } from '../../../testkit/registry.ts';
import { BUILT, type Over, registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import { digestOf } from '../../base/digest.ts';

const { registryWith, firstLayer, clock } = registryTests();
const LAYER = BUILT.layers[0]?.bytes ?? Buffer.of();

/** The first layer from a registry that behaves so from when the image is opened. */
async function layerFrom(switches: RegistrySwitches, over: Over = {}, base: RegistrySwitches = {}) {
  const registry = await registryWith(base);
  const name = `${registry.host}/team/app:1.0`;
  const bytes = firstLayer(name, over, () => registry.set({ ...base, ...switches }));
  return { registry, bytes: await bytes.catch((error: unknown) => error) };
}

function ranges(registry: TestRegistry): unknown[] {
  return registry.requests
    .filter(({ url }) => url.endsWith(BUILT.layers[0]?.digest ?? '?'))
    .map(({ headers }) => headers['range']);
}

describe('a layer whose connection breaks', () => {
  it('goes on where it broke off, once and again', async () => {
    const { registry, bytes } = await layerFrom({ cutBlobs: 3, cutAfter: 1000 });
    expect(bytes).toEqual(LAYER);
    expect(ranges(registry)).toEqual([undefined, 'bytes=1000-', 'bytes=2000-', 'bytes=3000-']);
    expect(clock().pauses).toEqual([125, 500, 2000]);
  });

  it('is read again from the start where Range is ignored, refused or answered wrongly', async () => {
    const asked = [undefined, 'bytes=1000-'];
    for (const [odd, expected] of [
      [{ noRange: true }, asked],
      [{ oddRange: 416 }, [...asked, undefined]],
      [{ oddRange: 'wrong-part' }, [...asked, undefined]],
    ] as const) {
      const { registry, bytes } = await layerFrom({ cutBlobs: 1, cutAfter: 1000, ...odd });
      expect(bytes).toEqual(LAYER);
      expect(ranges(registry)).toEqual(expected);
    }
  });

  it('is given up when nothing comes of it any more', async () => {
    const { registry, bytes } = await layerFrom({ cutBlobs: 1000, cutAfter: 100 });
    expect(bytes).toMatchObject({ code: 'unreachable', message: expect.stringContaining('broken') });
    expect(ranges(registry)).toHaveLength(4);
  });

  it('shows by its digest when what follows is something else', async () => {
    const { bytes } = await layerFrom({ cutBlobs: 1, cutAfter: 1000, changeRest: true });
    expect((bytes as Buffer).length).toBe(LAYER.length);
    expect(digestOf(bytes as Buffer)).not.toBe(BUILT.layers[0]?.digest);
  });

  it('is gone on with after the token expired', async () => {
    const base = { auth: 'token', tokenUses: 1 } as const;
    const { registry, bytes } = await layerFrom({ cutBlobs: 2, cutAfter: 1000 }, {}, base);
    expect(bytes).toEqual(LAYER);
    expect(ranges(registry)).toContain('bytes=2000-');
  });
});

describe('a registry that lies about the length', () => {
  it('is cut off when it sends more', async () => {
    const { bytes } = await layerFrom({ extraBytes: 1 });
    expect(bytes).toMatchObject({ code: 'integrity' });
  });

  it('does no harm when it announces more than there is', async () => {
    const { registry, bytes } = await layerFrom({ wrongLength: 10 });
    expect(bytes).toEqual(LAYER);
    expect(ranges(registry)).toHaveLength(1);
  });
});

describe('a layer', () => {
  it('that trickles is given up, though it never stops', async () => {
    // Every look at the clock is a second later.
    const slow = withRegistry({ clock: fakeClock({ tick: 1000 }), timeout: 10_000 });
    const { bytes } = await layerFrom({ trickleBlobs: 1 }, slow);
    expect(bytes).toMatchObject({ code: 'unreachable', message: expect.stringContaining('almost nothing') });
  });

  it('that is a web page comes from no registry', async () => {
    const { bytes } = await layerFrom({ htmlBlobs: true });
    expect(bytes).toMatchObject({ message: expect.stringContaining('answered with a web page') });
  });

  it('that the registry lost is told from one that fails', async () => {
    const registry = await registryWith();
    const gone = firstLayer(`${registry.host}/team/app:1.0`, {}, () =>
      registry.remove('team/app', BUILT.layers[0]?.digest ?? ''),
    );
    await expect(gone).rejects.toMatchObject({ code: 'target-invalid' });
  });
});
