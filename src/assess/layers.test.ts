import { describe, expect, it } from 'vitest';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { summarizeLayers } from './layers.ts';

function layer(...entries: readonly (Partial<LayerEntry> & { readonly path: string })[]): LayerFacts {
  return {
    diffId: `sha256:${'0'.repeat(64)}`,
    size: 0,
    unknowns: [],
    entries: entries.map((entry) => ({
      kind: 'file',
      size: 1,
      mode: 0o644,
      uid: 0,
      gid: 0,
      sha256: entry.path,
      ...entry,
    })),
  };
}

function counts(...layers: readonly (LayerFacts | undefined)[]): readonly string[] {
  const image = { digest: 'sha256:0', layers: layers.map(() => ({ blob: {} })) } as unknown as Image;
  const explanation = { instructionOfLayer: [] } as unknown as Explanation;
  const known = layers.map((facts) => (facts === undefined ? {} : { facts }));
  return summarizeLayers(image, known, buildTree(layers), explanation).map(
    ({ files, added, changed, removed }) => `${files} files, +${added} ~${changed} -${removed}`,
  );
}

describe('what a layer did', () => {
  it('is files that are new, there again, and gone', () => {
    expect(
      counts(
        layer({ path: 'd', kind: 'directory' }, { path: 'd/a' }, { path: 'd/b' }, { path: 'd/c' }),
        layer({ path: 'd/a', sha256: 'x' }, { path: 'd/b', kind: 'whiteout' }, { path: 'd/n' }),
        layer({ path: 'd/b' }, { path: 'd/c' }),
      ),
    ).toEqual(['3 files, +3 ~0 -0', '2 files, +1 ~1 -1', '2 files, +1 ~1 -0']);
  });

  it('counts a path once that a layer repeats, and nothing of what lies in an archive', () => {
    const zip = { path: 'a.zip!/in', host: 'a.zip' };
    expect(counts(layer({ path: 'a.zip' }, zip, { path: 'b' }, { path: 'b', sha256: 'x' }))).toEqual([
      '2 files, +2 ~0 -0',
    ]);
  });

  it('knows what a folder took away that became a file, and goes on over a layer that is missing', () => {
    expect(counts(layer({ path: 'd/a' }, { path: 'd/b' }), undefined, layer({ path: 'd' }))).toEqual([
      '2 files, +2 ~0 -0',
      '0 files, +0 ~0 -0',
      '1 files, +1 ~0 -2',
    ]);
  });
});
