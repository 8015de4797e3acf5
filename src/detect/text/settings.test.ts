import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literals, settingsIn } from './settings.ts';

/** The same, read forwards. */
const FORWARDS = /["']?([\w.-]{2,60})["']?\s*(?:=>|[:=])\s*["'`]([^"'`\n]{1,2000})["'`]/g;

const PIECES = [
  'a',
  'url',
  'pool.user',
  'x-',
  '=',
  '=',
  ':',
  '=>',
  '"',
  '"',
  "'",
  '`',
  ' ',
  '\n',
  '9',
  '/',
  'é',
];
const piece = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.constantFrom('k'.repeat(70), ' '.repeat(50), 'v/'.repeat(1100)) },
);

describe('literals of a program', () => {
  it('are what an expression finds that reads forwards from each key', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 10, maxLength: 40, size: 'max' }).map((pieces) => pieces.join('')),
        (text) => {
          const expected = [...text.matchAll(FORWARDS)].map((match) => ({
            path: match[1]?.toLowerCase(),
            value: match[2],
            line: text.slice(0, match.index).split('\n').length,
          }));
          found += expected.length;
          expect(literals(text).map(({ path, value, line }) => ({ path, value, line }))).toEqual(expected);
        },
      ),
      { seed: 6, numRuns: 20_000 },
    );
    expect(found).toBeGreaterThan(2000);
  });

  it('are read in time that grows with the text', () => {
    for (const text of ['a'.repeat(1e6), '='.repeat(1e6), '= '.repeat(5e5), `aa=${' '.repeat(1e6)}`]) {
      expect(literals(text)).toEqual([]);
    }
  });

  it('are settings with the line of their key', () => {
    expect(settingsIn('\nconst x = {\n  url:\n "stratum" };', 'node')).toContainEqual({
      key: 'url',
      path: 'url',
      value: 'stratum',
      line: 3,
    });
  });
});
