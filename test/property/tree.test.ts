import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../../src/image/layer-facts.ts';
import { factsOf } from '../../testkit/facts.ts';
import { buildImage } from '../../testkit/image.ts';
import { randomImage } from '../../testkit/random-image.ts';
import { checkSameTree } from './same-tree.ts';

const SEED = 20260411;

// Few names, so that entries meet often.
const name = fc.constantFrom('a', 'b', 'c', 'a.b');
const path = fc.array(name, { minLength: 0, maxLength: 4 }).map((names) => names.join('/'));
const target = fc
  .tuple(fc.constantFrom('', '/'), fc.array(fc.oneof(name, fc.constantFrom('..', '.', '')), { maxLength: 5 }))
  .map(([start, names]) => start + names.join('/'));
const owner = { size: 0, mode: 0o644, uid: 0, gid: 0 };
const entry: fc.Arbitrary<LayerEntry> = fc
  .oneof(
    fc.record({ path, kind: fc.constant('directory' as const), mode: fc.constantFrom(0o755, 0o700) }),
    fc
      .record({ path, kind: fc.constant('file' as const), sha256: fc.constantFrom('1', '2', undefined) })
      .map(defined),
    fc.record({ path, kind: fc.constant('symlink' as const), target }),
    fc.record({ path, kind: fc.constant('hardlink' as const), target: path }),
    fc.record({ path, kind: fc.constantFrom('fifo', 'whiteout', 'opaque') }),
  )
  .map((some) => ({ ...owner, ...some }));
const stack = fc.array(
  fc.option(fc.array(entry, { maxLength: 8 }).map(facts), { nil: undefined, freq: 15 }),
  { maxLength: 5 },
);

describe('the merged tree', () => {
  it('is what a naive implementation makes of any layers', () => {
    fc.assert(
      fc.property(stack, fc.array(fc.tuple(target, path), { maxLength: 4 }), (layers, lookups) => {
        checkSameTree(layers, lookups);
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it('is what a naive implementation makes of random images', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const { tars } = buildImage(randomImage(seed));
      const layers = await Promise.all(tars.map(factsOf));
      const paths = layers.flatMap((layer) => layer.entries.map((some) => some.path));
      checkSameTree(
        layers,
        paths.map((some) => [some, '']),
      );
    }
  });
});

function facts(entries: readonly LayerEntry[]): LayerFacts {
  return { diffId: `sha256:${'0'.repeat(64)}`, size: 0, entries, unknowns: [] };
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
