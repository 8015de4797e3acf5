import { describe, expect, it } from 'vitest';
import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { LayerView } from '../detector.ts';
import { layerTexts } from './layer-texts.ts';

const file = (path: string, more: Partial<LayerEntry> = {}): LayerEntry => ({
  path,
  kind: 'file',
  size: 1,
  mode: 0o644,
  uid: 0,
  gid: 0,
  ...more,
});

const ENTRIES: readonly LayerEntry[] = [
  file('usr/lib/node_modules/a/index.js'),
  { ...file('etc'), kind: 'directory' },
  file('etc/cron.d/job', { text: [0, 1] }),
  file('usr/share/doc/b/README', { text: [1, 1] }),
  file('srv/data'),
];
const FACTS: LayerFacts = { diffId: `sha256:${'0'.repeat(64)}`, size: 1, entries: ENTRIES, unknowns: [] };

function view(texts: readonly number[], marked?: readonly number[]): LayerView {
  return {
    facts: FACTS,
    marks: [],
    text: (entry) => (texts.includes(ENTRIES.indexOf(entry)) ? 'x' : undefined),
    ...(marked && { marked }),
  };
}

describe('layerTexts', () => {
  it('gives the texts kept for everybody, with the role of each', () => {
    expect(layerTexts(view([2, 3], [])).map(({ index, role, started }) => [index, role, started])).toEqual([
      [2, 'active', true],
      [3, 'document', false],
    ]);
  });

  it('gives those kept for the detector alone at their place in between', () => {
    const expected = [0, 2, 3];
    expect(layerTexts(view([0, 2, 3], [0])).map(({ index }) => index)).toEqual(expected);
    // A view that does not say which they are is asked for each entry.
    expect(layerTexts(view([0, 2, 3])).map(({ index }) => index)).toEqual(expected);
  });
});
