import { describe, expect, it } from 'vitest';
import type { LayerEntry } from '../layer-facts.ts';
import { buildTree } from './build-tree.ts';
import { nodesBelow } from './nodes-below.ts';

function entry(path: string, kind: LayerEntry['kind'] = 'file', target?: string): LayerEntry {
  return { path, kind, size: 1, mode: 0o644, uid: 0, gid: 0, ...(target === undefined ? {} : { target }) };
}

describe('nodesBelow', () => {
  it('is what lies in the folders, deep and in the order of the tree, and nothing that a link leads to', () => {
    const entries = ['etc/z', 'etc/a/b/c', 'etc/a.b', 'usr/x', 'home/u/.ssh/id', 'etcetera/f'].map((path) =>
      entry(path),
    );
    const tree = buildTree([
      {
        diffId: `sha256:${'0'.repeat(64)}`,
        size: 1,
        unknowns: [],
        entries: [...entries, entry('etc/link', 'symlink', '/usr')],
      },
    ]);
    const inTree = [...tree.nodes.keys()].filter((path) => /^(?:etc|home)\//.test(path));
    expect(nodesBelow(tree, ['etc', 'home', 'none', 'usr/x']).map(({ path }) => path)).toEqual(inTree);
    expect(inTree).toEqual([
      'etc/a',
      'etc/a/b',
      'etc/a/b/c',
      'etc/a.b',
      'etc/link',
      'etc/z',
      'home/u',
      'home/u/.ssh',
      'home/u/.ssh/id',
    ]);
  });
});
