import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALPHANUMERIC, BASE64_CHARACTERS, characterRuns } from './character-runs.ts';

describe('characterRuns', () => {
  it.each([
    ['letters and digits', ALPHANUMERIC, '[0-9A-Za-z]'],
    ['base64', BASE64_CHARACTERS, '[0-9A-Za-z+/]'],
  ])('finds what a regular expression finds (%s)', (_, members, shape) => {
    const piece = fc.stringMatching(/^[0-9A-Za-z+/ .=é\n-]{0,12}$/);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), (pieces, minimum) => {
        const text = pieces.join('');
        const expected = [...text.matchAll(new RegExp(`${shape}{${minimum},}`, 'g'))];
        const found = [...characterRuns(text, members, minimum)];
        expect(found.map(({ start, end }) => [start, text.slice(start, end)])).toEqual(
          expected.map((match) => [match.index, match[0]]),
        );
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
