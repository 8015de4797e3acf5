import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../../src/image/layer-facts.ts';
import { buildTree } from '../../src/image/tree/build-tree.ts';
import type { ImageTree } from '../../src/image/tree/image-tree.ts';
import { factsOf } from '../../testkit/facts.ts';
import { buildImage } from '../../testkit/image.ts';
import { randomImage } from '../../testkit/random-image.ts';
import { NaiveTree } from './naive-tree.ts';

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
        compare(layers, lookups);
      }),
      { seed: SEED, numRuns: 5_000 },
    );
  });

  it('is what a naive implementation makes of random images', async () => {
    for (let seed = 0; seed < 60; seed++) {
      const { tars } = buildImage(randomImage(seed));
      const layers = await Promise.all(tars.map(factsOf));
      const paths = layers.flatMap((layer) => layer.entries.map((some) => some.path));
      compare(
        layers,
        paths.map((some) => [some, '']),
      );
    }
  });
});

function compare(
  layers: readonly (LayerFacts | undefined)[],
  lookups: readonly (readonly [string, string])[],
): void {
  const tree = buildTree(layers);
  const naive = new NaiveTree(layers);
  const expected = [...naive.nodes].map(([at, node]) => ({ path: at, ...node }));
  expect([...tree.nodes.values()]).toEqual(expected.sort((a, b) => byComponent(a.path, b.path)));
  expect(tree.gone.map(asText).sort()).toEqual(naive.gone.map(asText).sort());
  expect(tree.gone.map((some) => some.goneIn)).toEqual(naive.gone.map((some) => some.goneIn));
  for (const [to, from] of lookups) expect(lookedUp(tree, to, from)).toBe(naive.resolve(to, from));
  checkShape(tree);
}

/** What must hold of any tree, whatever made it. */
function checkShape(tree: ImageTree): void {
  for (const [at, node] of tree.nodes) {
    expect(node.path).toBe(at);
    expect(tree.get(at)).toBe(node);
    for (const child of tree.children(at)) {
      expect(node.entry.kind).toBe('directory');
      expect(tree.get(at === '' ? child : `${at}/${child}`)).toBeDefined();
    }
  }
}

function lookedUp(tree: ImageTree, to: string, from: string): string {
  const result = tree.resolve(to, from);
  const via = ` via ${result.via.join()}`;
  if (result.kind === 'loop') return `loop${via}`;
  return `${result.kind} ${result.kind === 'found' ? result.node.path : result.path}${via}`;
}

function asText(gone: ImageTree['gone'][number]): string {
  return JSON.stringify([gone.path, gone.entry, gone.layer, gone.contentLayer, gone.goneIn, gone.how]);
}

function byComponent(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.replaceAll('/', '\0')) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}

function facts(entries: readonly LayerEntry[]): LayerFacts {
  return { diffId: `sha256:${'0'.repeat(64)}`, size: 0, entries, unknowns: [] };
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
