import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordGates } from './word-gate.ts';

const WORDS = ['xmr', 'pool', 'stratum', 'daemon+http', 'acc-pool', '2miners', 'vm.', 'create_function'];

/** Words, parts of them, either in any case, and characters that fold to others, so that near misses are common. */
const piece = fc.oneof(
  fc.tuple(fc.constantFrom(...WORDS), fc.nat(6), fc.nat(16), fc.boolean()).map(([word, from, to, upper]) => {
    const part = word.slice(from % word.length, Math.max(1, to));
    return upper ? part.toUpperCase() : part;
  }),
  fc.string({
    unit: fc.constantFrom('x', 'm', 'R', '2', '+', '-', '\0', '\x10', 'ſ', '\u212a', '\u0158', '界', ' '),
  }),
);
const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));

function pattern(words: readonly string[]): RegExp {
  return new RegExp(words.map((word) => word.replaceAll(/[.+]/g, '\\$&')).join('|'), 'i');
}

describe('WordGates', () => {
  it('tell of each gate what the regular expression of its words tells, in whatever order texts and gates come', () => {
    const words = fc.subarray(WORDS, { minLength: 1 });
    // Longer texts are remembered, short ones are not.
    const texts = fc.array(fc.tuple(text, fc.boolean()), { minLength: 1, maxLength: 3 });
    const asked = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 });
    let held = 0;
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), texts, asked, (some, given, questions) => {
        const all = new WordGates();
        const gates = some.map((each) => all.gate(each));
        const long = given.map(([each, isLong]) => (isLong ? each.padStart(300, '-') : each));
        for (const [g, t] of questions) {
          const one = long[t % long.length] ?? '';
          const expected = pattern(some[g % some.length] ?? []).test(one);
          if (expected) held++;
          expect(gates[g % gates.length]?.test(one)).toBe(expected);
        }
      }),
      { seed: 5, numRuns: 3000 },
    );
    expect(held).toBeGreaterThan(500);
  });

  it('finds a word at the very beginning and the very end, and none in a text shorter than it', () => {
    const gate = new WordGates().gate(['Stratum', 'xmr']);
    expect(gate.test('STRATUM')).toBe(true);
    expect(gate.test(`${'-'.repeat(100)}xMr`)).toBe(true);
    expect(gate.test('stratu')).toBe(false);
    expect(gate.test('xm')).toBe(false);
    expect(gate.test('')).toBe(false);
  });

  it('takes no word that is too short to be hashed', () => {
    expect(() => new WordGates().gate(['nc'])).toThrow(RangeError);
  });

  it('takes in a gate that comes after a text was looked at', () => {
    const all = new WordGates();
    const given = 'xmr pool'.padEnd(300);
    expect(all.gate(['xmr']).test(given)).toBe(true);
    expect(all.gate(['pool']).test(given)).toBe(true);
  });

  it('takes no more gates than it can tell apart', () => {
    const all = new WordGates();
    for (let i = 0; i < 32; i++) expect(all.gate([`word${i}!`]).test(`word${i}!`)).toBe(true);
    expect(() => all.gate(['one'])).toThrow(RangeError);
  });
});
