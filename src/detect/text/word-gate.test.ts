import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordGate } from './word-gate.ts';

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

describe('WordGate', () => {
  it('tells what the regular expression of the same words tells', () => {
    const words = fc.subarray(WORDS, { minLength: 1 });
    let held = 0;
    fc.assert(
      fc.property(words, text, (some, given) => {
        const expected = pattern(some).test(given);
        if (expected) held++;
        expect(new WordGate(some).test(given)).toBe(expected);
      }),
      { seed: 5, numRuns: 5000 },
    );
    expect(held).toBeGreaterThan(500);
  });

  it('finds a word at the very beginning and the very end, and none in a text shorter than it', () => {
    const gate = new WordGate(['Stratum', 'xmr']);
    expect(gate.test('STRATUM')).toBe(true);
    expect(gate.test(`${'-'.repeat(100)}xMr`)).toBe(true);
    expect(gate.test('stratu')).toBe(false);
    expect(gate.test('xm')).toBe(false);
    expect(gate.test('')).toBe(false);
  });

  it('takes no word that is too short to be hashed', () => {
    expect(() => new WordGate(['nc'])).toThrow(RangeError);
  });
});
