import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { DECODES, decodesIn } from './signs.ts';

/** What decodes is written with, in pieces. */
const PIECES =
  'b64d|ecode|D|atob|(|base|ase|_|64|32|85|from|hex|unhexlify|un|pack|pack(|Inflate|nflate|dec|ompress|fromCharCode|chr|chr(|"hex"|\'hex\'|hex2bin|2bin| |.|\n|"'.split(
    '|',
  );

it('no gate hides what decodes', () => {
  let found = 0;
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 9 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, (given) => {
      const expected = DECODES.test(given);
      if (expected) found++;
      expect(decodesIn(given)).toBe(expected);
    }),
    { seed: 4, numRuns: 5000 },
  );
  expect(found).toBeGreaterThan(1000);
});
