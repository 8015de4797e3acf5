import { expect, it } from 'vitest';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { LayerView } from '../detector.ts';
import { ReadableFiles } from './readable-files.ts';

function entry(path: string, more: Partial<LayerEntry> = {}): LayerEntry {
  return { path, kind: 'file', size: 1, mode: 0o644, uid: 0, gid: 0, ...more };
}

const kept = { text: [0, 1] } as const;

function view(entries: readonly LayerEntry[], marked?: readonly number[]): LayerView {
  return {
    facts: { entries },
    marks: [],
    text: () => '',
    ...(marked === undefined ? {} : { marked }),
  } as unknown as LayerView;
}

it('finds files whose text is kept for all, or for one of the detectors', () => {
  const entries = [
    entry('kept', kept),
    entry('marked'),
    entry('other'),
    entry('a.zip!/b', { ...kept, host: 'a.zip' }),
  ];
  const files = new ReadableFiles([view(entries, []), view(entries, [1])]);
  expect(files.at('kept')).toBe(entries[0]);
  expect(files.at('marked')).toBe(entries[1]);
  expect(files.at('other')).toBeUndefined();
  expect(files.at('a.zip!/b')).toBeUndefined();
});

it('finds any file where a detector does not say which it has', () => {
  const entries = [entry('other')];
  expect(new ReadableFiles([view(entries)]).at('other')).toBe(entries[0]);
});

it('goes by what comes last at a path', () => {
  const hidden = [entry('a', kept), entry('a')];
  expect(new ReadableFiles([view(hidden, [])]).at('a')).toBeUndefined();
  const again = [entry('a', kept), entry('a', kept)];
  expect(new ReadableFiles([view(again, [])]).at('a')).toBe(again[1]);
});
