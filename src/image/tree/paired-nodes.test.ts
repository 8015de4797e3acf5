import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../layer-facts.ts';
import { buildTree } from './build-tree.ts';
import type { ImageTree, TreeNode } from './image-tree.ts';
import { pairNodes } from './paired-nodes.ts';

const path = fc
  .array(fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', '\x01', '日'), minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((names) => names.map((name) => `x${name}`).join('/'));

function treeOf(paths: readonly string[]): ImageTree {
  const entries = paths.map(
    (each): LayerEntry => ({ path: each, kind: 'file', size: 0, mode: 0, uid: 0, gid: 0 }),
  );
  const facts: LayerFacts = { diffId: `sha256:${'0'.repeat(64)}`, size: 0, entries, unknowns: [] };
  return buildTree([facts]);
}

const trees = fc.array(path, { maxLength: 12 }).map(treeOf);

describe('pairNodes', () => {
  it('gives every path of both trees once, in their order, with what each holds there', () => {
    fc.assert(
      fc.property(trees, trees, (before, after) => {
        const pairs: { before: TreeNode | undefined; after: TreeNode | undefined }[] = [];
        pairNodes(before, after, (old, fresh) => pairs.push({ before: old, after: fresh }));
        for (const pair of pairs) {
          const at = (pair.before ?? pair.after)?.path ?? expect.fail();
          expect(pair.before).toBe(before.get(at));
          expect(pair.after).toBe(after.get(at));
        }
        const held = (side: 'before' | 'after'): unknown => pairs.flatMap((pair) => pair[side]?.path ?? []);
        expect(held('before')).toEqual([...before.nodes.keys()]);
        expect(held('after')).toEqual([...after.nodes.keys()]);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
