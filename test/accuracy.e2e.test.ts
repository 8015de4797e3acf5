import { describe, expect, it } from 'vitest';
import { readCommitted, worseThan } from '../bench/accuracy/committed.ts';
import { BY_HAND, hiddenCases } from '../bench/accuracy/corpus/cases.ts';
import { EVASIONS } from '../bench/accuracy/corpus/evasions.ts';
import { honestCases } from '../bench/accuracy/corpus/honest-cases.ts';
import { PAYLOADS } from '../bench/accuracy/corpus/payloads.ts';
import { measure } from '../bench/accuracy/measure.ts';
import { shareOf } from '../bench/accuracy/table.ts';
import { wilson } from '../bench/accuracy/wilson.ts';

/** About so many cases of each, so that `npm run bench:accuracy` cannot rot unseen. The hand-written ones have a test of their own. */
const SAMPLE = 40;

const hidden = hiddenCases();
const honest = honestCases();

/** Every so manieth. */
function sampleOf<T>(cases: readonly T[]): readonly T[] {
  const step = Math.max(1, Math.floor(cases.length / SAMPLE));
  return cases.filter((_, i) => i % step === 0);
}

describe('the corpus', () => {
  it('is no worse than the committed table says, in a part of it', async () => {
    const measured = await measure(
      sampleOf(hidden.filter(({ evasion }) => evasion !== BY_HAND)),
      sampleOf(honest),
    );
    expect(measured.hidden.length).toBeGreaterThan(30);
    expect(worseThan(readCommitted(), measured)).toEqual([]);
  });

  it('names each case once', () => {
    const names = [...hidden, ...honest].map(({ name }) => name);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('uses every payload and every way to hide', () => {
    const evasions = new Set(hidden.map(({ evasion }) => evasion));
    expect(EVASIONS.filter(({ name }) => !evasions.has(name))).toEqual([]);
    const classes = new Set(hidden.map((one) => one.class));
    expect(PAYLOADS.filter((one) => !classes.has(one.class))).toEqual([]);
  });
});

describe('what is worse than committed', () => {
  const committed = { cases: 2, honest: 1, missed: ['b'], falseAlarms: [] };
  const result = (name: string, found: boolean) => ({
    class: 'c',
    evasion: 'e',
    name,
    found,
    stopped: found,
  });
  const alarm = { case: 'h', class: 'c', rule: 'x/y', severity: 'medium', decision: 'review', why: '' };

  it('is a case that was found, or is new, and is not found', () => {
    const results = [result('a', false), result('b', false), result('new', false)];
    expect(worseThan(committed, { hidden: results, honest: 1, falseAlarms: [] })).toEqual([
      'not found: a',
      'not found: new',
    ]);
  });

  it('is a false alarm that was not there, and each that blocks', () => {
    const blocks = { ...alarm, decision: 'block' };
    const measured = { hidden: [], honest: 1, falseAlarms: [alarm, blocks] };
    expect(worseThan(committed, measured)).toHaveLength(2);
    expect(worseThan({ ...committed, falseAlarms: [alarm, blocks] }, measured)).toEqual([
      'false alarm (x/y, medium, block): h',
    ]);
  });
});

describe('bounds of a share', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i', (hits, all, lower, upper) => {
    const [from, to] = wilson(hits, all);
    expect(from).toBeCloseTo(lower, 4);
    expect(to).toBeCloseTo(upper, 4);
  });

  it('says nothing of nothing', () => {
    expect(wilson(0, 0)).toEqual([0, 1]);
    expect(shareOf(0, 0)).toBe('-');
  });
});
