import assert from 'node:assert/strict';
import type { LayerFacts } from '../../src/image/layer-facts.ts';
import { buildTree } from '../../src/image/tree/build-tree.ts';
import type { ImageTree } from '../../src/image/tree/image-tree.ts';
import { NaiveTree } from './naive-tree.ts';

/**
 * Throws when the merged tree of the layers differs from the naive implementation's, or is no tree.
 *
 * @param lookups targets to follow, each with the folder that it starts from
 */
export function checkSameTree(
  layers: readonly (LayerFacts | undefined)[],
  lookups: readonly (readonly [to: string, from: string])[],
): void {
  const tree = buildTree(layers);
  const naive = new NaiveTree(layers);
  const expected = [...naive.nodes].map(([at, node]) => ({ path: at, ...node }));
  assert.deepEqual(
    [...tree.nodes.values()],
    expected.sort((a, b) => byComponent(a.path, b.path)),
  );
  assert.deepEqual(tree.gone.map(asText).sort(), naive.gone.map(asText).sort());
  assert.deepEqual(
    tree.gone.map((some) => some.goneIn),
    naive.gone.map((some) => some.goneIn),
  );
  for (const [to, from] of lookups) assert.equal(lookedUp(tree, to, from), naive.resolve(to, from));
  checkShape(tree);
}

/** What must hold of any tree, whatever made it. */
function checkShape(tree: ImageTree): void {
  for (const [at, node] of tree.nodes) {
    assert.equal(node.path, at);
    assert.equal(tree.get(at), node);
    for (const child of tree.children(at)) {
      assert.equal(node.entry.kind, 'directory');
      assert.ok(tree.get(at === '' ? child : `${at}/${child}`) !== undefined);
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
