import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { ALL_TEXTS, type Inspection, type TextSlice } from '../../detect/index.ts';
import { decodeJson, encodeJson, type PartsById } from './layer-job.ts';
import { lookBySlices } from './look-by-slices.ts';

const SLICES: readonly TextSlice[] = [
  { from: 0, to: 10 },
  { from: 10, to: 20 },
  { from: 20, to: 30 },
  { from: 30, to: ALL_TEXTS.to },
];

const ELSEWHERE = { one: encodeJson({ observations: [seen('elsewhere')], unknowns: [told('marks')] }) };

function seen(excerpt: string): Inspection['observations'][number] {
  return { entry: 0, excerpt, data: {} };
}

function told(detail: string): Inspection['unknowns'][number] {
  return { reason: 'parse-failed', detail };
}

/** A slice of 1,000 parts' work; those that come first are done last. */
async function look({ from, isLeftOut }: TextSlice): Promise<{ readonly observations: PartsById }> {
  for (let turns = from; turns < 40; turns++) await Promise.resolve();
  const inspection: Inspection = isLeftOut
    ? { observations: [], unknowns: [told(`from ${from}`)], looked: { work: 0, seen: 0, told: 1 } }
    : { observations: [seen(`${from}`)], unknowns: [], looked: { work: 1000, seen: 1, told: 0 } };
  return { observations: { one: encodeJson(inspection) } };
}

async function lookedAt(maxImageScriptParts: number, workers: number): Promise<Inspection> {
  const limits = { ...DEFAULT_LIMITS, maxImageScriptParts };
  const all = await lookBySlices({ limits }, ELSEWHERE, SLICES, workers, look);
  return decodeJson<Inspection>(all['one'] ?? new Uint8Array());
}

describe('a layer’s texts, slice by slice', () => {
  it('come to what is seen in all of them in their order, and then elsewhere', async () => {
    for (const workers of [1, 2, 8]) {
      const { observations, unknowns, looked } = await lookedAt(10_000, workers);
      expect(observations.map(({ excerpt }) => excerpt)).toEqual(['0', '10', '20', '30', 'elsewhere']);
      expect(unknowns).toEqual([told('marks')]);
      expect(looked).toEqual({ work: 4000, seen: 4, told: 0 });
    }
  });

  it('are told of from where they are too much, however many are looked into at a time', async () => {
    for (const workers of [1, 2, 3, 8]) {
      const { observations, unknowns, looked } = await lookedAt(1500, workers);
      expect(observations.map(({ excerpt }) => excerpt)).toEqual(['0', '10', 'elsewhere']);
      expect(unknowns).toEqual([told('from 20'), told('marks')]);
      expect(looked).toEqual({ work: 2000, seen: 2, told: 1 });
    }
  });

  it('show no more observations than are kept of a layer', async () => {
    const limits = { ...DEFAULT_LIMITS, maxObservations: 2 };
    const all = await lookBySlices({ limits }, ELSEWHERE, SLICES, 2, look);
    const { observations, unknowns } = decodeJson<Inspection>(all['one'] ?? new Uint8Array());
    expect(observations.map(({ excerpt }) => excerpt)).toEqual(['0', '10']);
    expect(unknowns.map(({ limit }) => limit)).toEqual([undefined, 'maxObservations']);
  });
});
