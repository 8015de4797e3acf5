import { describe, expect, it } from 'vitest';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { ALL_TEXTS, textSlices } from './text-slices.ts';

const KiB = 1024;

function file(path: string, size: number, kept = true): LayerEntry {
  const text = kept ? { text: [0, size] as const } : {};
  return { path, kind: 'file', size, mode: 0o644, ...text } as LayerEntry;
}

function slicesOf(...entries: readonly LayerEntry[]): ReturnType<typeof textSlices> {
  return textSlices({ diffId: 'sha256:0', size: 0, entries, unknowns: [] });
}

describe('slices of a layer’s texts', () => {
  it('are one where there is little, or nothing', () => {
    expect(slicesOf()).toEqual([ALL_TEXTS]);
    expect(slicesOf(file('a.sh', 1024 * KiB), file('b.sh', 900 * KiB))).toEqual([ALL_TEXTS]);
    expect(slicesOf(file('a.bin', 9000 * KiB, false), file('b.sh', KiB))).toEqual([ALL_TEXTS]);
  });

  it('hold each entry once and about as much as one another', () => {
    const entries = Array.from({ length: 400 }, (_, i) => file(`bin/${i}`, 10 * KiB, i % 2 === 0));
    expect(slicesOf(...entries)).toEqual([ALL_TEXTS]);
    const more = Array.from({ length: 700 }, (_, i) => file(`bin/${i}`, 10 * KiB, i % 2 === 0));
    expect(slicesOf(...more)).toEqual([
      { from: 0, to: 234 },
      { from: 234, to: 468 },
      { from: 468, to: ALL_TEXTS.to },
    ]);
  });

  it('are no more than a few, and none is empty, also where one text is most of them', () => {
    const many = Array.from({ length: 900 }, (_, i) => file(`bin/${i}`, 100 * KiB));
    expect(slicesOf(...many)).toHaveLength(8);
    const large = [file('a', 1), file('b', 9000 * KiB), file('c', 1), file('d', 1)];
    expect(slicesOf(...large).map(({ from }) => from)).toEqual([0, 2, 3]);
  });
});
