import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reversed, reversedLines } from './codings.ts';

describe('a text turned round', () => {
  it('is its characters from behind, line by line where it has lines', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'ß', '\n', '\r', '😀', '\ud83d', '\ude00', '日') });
    fc.assert(
      fc.property(text, (some) => {
        const plain = (one: string): string => [...one].reverse().join('');
        expect(reversed(some)).toBe(plain(some));
        expect(reversedLines(some)).toBe(some.split('\n').map(plain).join('\n'));
      }),
      { seed: 3, numRuns: 1000 },
    );
  });
});
