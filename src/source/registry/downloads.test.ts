import { describe, expect, it } from 'vitest';
import { buildImage } from '../../../testkit/image.ts';
import { registryTests, withRegistry } from '../../../testkit/registry-tests.ts';
import { collect } from '../../../testkit/source-options.ts';
import { openTarget, parseTarget } from '../index.ts';
import { Slots } from './slots.ts';

const { registryWith, options } = registryTests();
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('layers', () => {
  it('are downloaded so many at a time', async () => {
    const steps = [...'abcdef'].map((path) => ({ createdBy: path, items: [{ path, data: path }] }));
    const image = buildImage({ steps });
    const registry = await registryWith();
    registry.put('six', image, '1');
    const over = withRegistry({ downloads: 2 });
    const source = await openTarget(parseTarget(`${registry.host}/six:1`), options(over));
    const { promise, resolve } = Promise.withResolvers<void>();
    registry.set({ holdBlobs: promise });
    const layers = source.images[0]?.layers ?? [];
    const digests = new Set(image.layers.map(({ digest }) => digest as string));
    const asked = (): number =>
      registry.log().filter((line) => digests.has(line.split('/').at(-1) ?? '')).length;
    const reading = layers.map(async (layer) => {
      const bytes = await layer.open();
      return bytes.kind === 'stream' ? collect(bytes.stream) : undefined;
    });
    while (asked() < 2) await turn();
    // A third would have come by now: it needs nothing but its turn.
    for (let i = 0; i < 100; i++) await turn();
    expect(asked()).toBe(2);
    resolve();
    expect(await Promise.all(reading)).toEqual(image.layers.map(({ bytes }) => bytes));
    await source.close();
  });

  it('that nobody reads to the end, or at all, make room for others', async () => {
    const registry = await registryWith();
    const over = withRegistry({ downloads: 1 });
    const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), options(over));
    const [layer] = source.images[0]?.layers ?? [];
    for (let i = 0; i < 3; i++) {
      const bytes = await layer?.open();
      if (bytes?.kind !== 'stream') throw new Error('no stream');
      const iterator = bytes.stream[Symbol.asyncIterator]();
      if (i === 1) await iterator.next();
      await iterator.return?.();
    }
    registry.remove('team/app', layer?.blob.digest ?? '');
    for (let i = 0; i < 3; i++) await expect(layer?.open()).rejects.toMatchObject({ code: 'target-invalid' });
    await source.close();
  });
});

describe('a layer that is read no more', () => {
  it('lets go of its connection, begun or not, resumed or stuck', async () => {
    for (const steps of ['none', 'begun', 'stuck', 'resumed'] as const) {
      const registry = await registryWith();
      const source = await openTarget(parseTarget(`${registry.host}/team/app:1.0`), options());
      registry.set(steps === 'resumed' ? { cutBlobs: 1, cutAfter: 10 } : { stallBlobs: 1000 });
      const bytes = await source.images[0]?.layers[0]?.open();
      if (bytes?.kind !== 'stream') throw new Error('no stream');
      const iterator = bytes.stream[Symbol.asyncIterator]();
      if (steps !== 'none') await iterator.next();
      registry.set({ stallBlobs: 1000 });
      const next = steps === 'stuck' || steps === 'resumed' ? iterator.next() : undefined;
      if (steps === 'resumed') {
        expect((await next)?.value).toHaveLength(1000);
        void iterator.next();
      }
      const before = registry.requests.length;
      await iterator.return?.();
      while (registry.answering() > 0) await turn();
      expect(registry.requests.length).toBe(before);
      await source.close();
    }
  });
});

describe('slots', () => {
  it('are given in the order of asking, and back once only', async () => {
    const slots = new Slots(1);
    const order: number[] = [];
    const first = await slots.take(undefined);
    const second = slots.take(undefined).then((back) => (order.push(2), back));
    const third = slots.take(undefined).then((back) => (order.push(3), back));
    first();
    first();
    const back = await second;
    await turn();
    expect(order).toEqual([2]);
    back();
    await third;
    expect(order).toEqual([2, 3]);
  });

  it('are not waited for after an interruption', async () => {
    const slots = new Slots(1);
    const back = await slots.take(undefined);
    const controller = new AbortController();
    const waiting = slots.take(controller.signal);
    const after = slots.take(undefined);
    controller.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    await expect(slots.take(controller.signal)).rejects.toThrow('stop');
    back();
    expect(await after).toBeTypeOf('function');
  });
});
