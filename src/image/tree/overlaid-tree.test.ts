import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../layer-facts.ts';
import { buildTree } from './build-tree.ts';
import type { ImageTree } from './image-tree.ts';
import { overlaidTree } from './overlaid-tree.ts';

function file(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, ...more };
}

function layer(...entries: readonly LayerEntry[]): LayerFacts {
  return { diffId: 'sha256:0', size: 0, entries, unknowns: [] };
}

const BASE = layer(
  file('etc', { kind: 'directory' }),
  file('etc/a'),
  file('etc/b.d/x'),
  file('etc.old'),
  file('opt/link', { kind: 'symlink', target: '/etc' }),
  file('opt/gone', { kind: 'symlink', target: '/var/new' }),
);
const TOP = [file('etc/a', { size: 2 }), file('etc/b.d/w'), file('etc/b.d/y'), file('var/new'), file('zz')];

function overlaid(): ImageTree {
  return overlaidTree(
    buildTree([BASE]),
    TOP.map((entry) => ({ path: entry.path, entry, layer: 1, contentLayer: 1 })),
  );
}

describe('overlaidTree', () => {
  const whole = buildTree([BASE, layer(...TOP)]);

  it('has the files, and their order, that a tree with one more layer has', () => {
    const files = (tree: ImageTree): unknown =>
      [...tree.nodes.values()]
        .filter(({ entry }) => entry.kind !== 'directory')
        .map(({ path, layer: of, entry }) => [path, of, entry.size]);
    expect(files(overlaid())).toEqual(files(whole));
    expect([...overlaid().nodes.keys()]).toHaveLength(overlaid().nodes.size);
  });

  it.each(['etc', 'etc/b.d', 'opt', '', 'nowhere'])('lists the same names in %j', (folder) => {
    expect(overlaid().children(folder)).toEqual(whole.children(folder));
  });

  it.each(['etc/a', '/opt/link/a', 'opt/link/b.d/y', 'opt/gone', 'var/new', 'etc/none', 'zz', 'etc.old'])(
    'resolves %s alike',
    (path) => {
      const [one, other] = [overlaid().resolve(path), whole.resolve(path)];
      expect(one.kind).toBe(other.kind);
      if (one.kind === 'found' && other.kind === 'found') {
        expect([one.node.path, one.node.layer, one.via]).toEqual([
          other.node.path,
          other.node.layer,
          other.via,
        ]);
      }
    },
  );
});
