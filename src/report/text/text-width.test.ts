import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { textWidth } from './text-width.ts';

const BASIC = Array.from({ length: 0x3000 - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).filter(
  (char) => !/\p{Cc}/u.test(char),
);

describe('textWidth', () => {
  it('is what string-width says of each character below U+3000, alone and between others', () => {
    for (const char of BASIC) {
      for (const text of [char, `a${char}b`, `\u2500${char}${char}`]) {
        expect([text, textWidth(text)]).toEqual([text, stringWidth(text)]);
      }
    }
  });

  it('is what string-width says of texts of such characters, and of others', () => {
    const char = fc.oneof(
      fc.constantFrom(...BASIC),
      fc.constantFrom('\u0301', '\u200d', '\ufe0f', '\u20e3', '界', '👩', '🇩', '한', '✔', '©', '3'),
    );
    fc.assert(
      fc.property(fc.string({ unit: char, maxLength: 12 }), (text) => {
        expect(textWidth(text)).toBe(stringWidth(text));
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});
