import { describe, expect, it } from 'vitest';
import { honestAssessment } from '../../testkit/assessment.ts';
import { digestOf } from '../base/digest.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import { type ImageFiles, listFiles } from './image-files.ts';

function entry(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, kind: 'file', size: 10, mode: 0o644, uid: 0, gid: 0, ...more };
}

function filesOf(
  layers: readonly (readonly LayerEntry[])[],
  texts: Readonly<Record<string, string>> = {},
): ImageFiles {
  const tree = buildTree(
    layers.map((entries) => ({ diffId: digestOf(Buffer.from('x')), size: 0, entries, unknowns: [] })),
  );
  return listFiles(tree, honestAssessment(), (path) => texts[path]);
}

function paths({ rows }: ImageFiles): string[] {
  const path = (row: number): string => {
    const one = rows[row];
    return one === undefined || one.parent < 0 ? '' : `${path(one.parent)}/${one.name}`;
  };
  return rows.map((one, row) => `${path(row)}${one.goneIn === undefined ? '' : ` gone in ${one.goneIn}`}`);
}

describe('the list of files', () => {
  it('has a folder before what lies in it, and what is gone with where it went', () => {
    const files = filesOf([
      [entry('etc/a'), entry('opt/x/y')],
      [entry('etc/a', { size: 30 }), entry('opt', { kind: 'whiteout' })],
    ]);
    expect(paths(files)).toEqual(
      expect.arrayContaining(['', '/etc', '/etc/a', '/etc/a gone in 1', '/opt/x/y gone in 1']),
    );
    for (const [row, { parent }] of files.rows.entries()) expect(parent).toBeLessThan(row);
    expect(files.sizes).toEqual([
      { layer: 0, folder: '/etc', bytes: 10, files: 1 },
      { layer: 0, folder: '/opt/x', bytes: 10, files: 1 },
      { layer: 1, folder: '/etc', bytes: 30, files: 1 },
    ]);
  });

  it('brings the texts of what starts, cut where they are long', () => {
    const { texts } = filesOf([[entry('usr/sbin/nginx')]], { 'usr/sbin/nginx': 'x'.repeat(70_000) });
    expect(texts.map(({ path, text, cut }) => [path, text.length, cut])).toEqual([
      ['/usr/sbin/nginx', 65_536, true],
    ]);
  });
});
