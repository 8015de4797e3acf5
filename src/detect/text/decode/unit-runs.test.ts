import { describe, expect, it } from 'vitest';
import { randomSource } from '../../../../testkit/random.ts';
import { unitRuns } from './unit-runs.ts';

describe('runs of units', () => {
  it('are those of an expression that repeats the unit', () => {
    const random = randomSource(7);
    const runs = unitRuns(/\\[0-3]?[0-7]{2}/, 3);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 60 }, () => random.pick(['\\101', '\\77', '\\', 'a', '1'])).join('');
      const expected = [...text.matchAll(/(?:\\[0-3]?[0-7]{2}){3,}/g)].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
      }));
      expect([...runs(text)], text).toEqual(expected);
    }
  });

  it('take the tail that follows them', () => {
    const runs = unitRuns(/\d{2,3},/, 3, /\d{2,3}/);
    expect([...runs('[10,11,12,13] [10,11] 10,11,12,]')]).toEqual([
      { start: 1, end: 12 },
      { start: 22, end: 31 },
    ]);
  });

  it('are found whole in a text of 12 MB', () => {
    expect([...unitRuns(/\\x[0-9a-f]{2}/, 8)(`"${'\\x41'.repeat(3_000_000)}"`)]).toEqual([
      { start: 1, end: 12_000_001 },
    ]);
  });
});
