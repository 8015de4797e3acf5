import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiteralScanner } from './literal-scanner.ts';

type Hit = readonly [literal: number, offset: number];

function scan(literals: readonly string[], bytes: Buffer): Hit[] {
  const hits: Hit[] = [];
  new LiteralScanner(literals).scan(bytes, (literal, offset) => hits.push([literal, offset]));
  return hits.sort(byPlace);
}

function naive(literals: readonly string[], bytes: Buffer): Hit[] {
  const hits: Hit[] = [];
  const text = bytes.toString('latin1').replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  for (const [index, literal] of literals.entries()) {
    const folded = literal.toLowerCase();
    for (let at = text.indexOf(folded); at !== -1; at = text.indexOf(folded, at + 1)) hits.push([index, at]);
  }
  return hits.sort(byPlace);
}

function byPlace(a: Hit, b: Hit): number {
  return a[1] - b[1] || a[0] - b[0];
}

/** Few letters, so that literals overlap and share their beginnings and ends. */
const letters = fc.stringMatching(/^[abA@`[]{4,9}$/);
const ascii = fc.stringMatching(/^[ -~]{4,30}$/);
const literalSet = fc.uniqueArray(fc.oneof(letters, ascii), {
  minLength: 1,
  maxLength: 20,
  selector: (text) => text.toLowerCase(),
});

describe('LiteralScanner', () => {
  it('finds what a naive search finds', () => {
    fc.assert(
      fc.property(
        literalSet,
        fc.array(
          fc.oneof(
            fc.nat(1000).map((n) => n),
            letters,
            fc.uint8Array({ maxLength: 30 }),
          ),
          { maxLength: 40 },
        ),
        fc.boolean(),
        (literals, parts, upper) => {
          const bytes = Buffer.concat(
            parts.map((part) => {
              if (typeof part === 'object') return Buffer.from(part);
              const text = typeof part === 'number' ? (literals[part % literals.length] ?? '') : part;
              return Buffer.from(upper ? text.toUpperCase() : text, 'latin1');
            }),
          );
          expect(scan(literals, bytes)).toEqual(naive(literals, bytes));
        },
      ),
      { seed: 9, numRuns: 1500 },
    );
  });

  it('does not take other characters for letters of another case', () => {
    expect(scan(['@[abc'], Buffer.from('`{abc @[ABC `[abc'))).toEqual([[0, 6]]);
    expect(scan(['k1k1k1'], Buffer.from('\u212a1k1k1 K1k1K1'))).toEqual([[0, 9]]);
  });

  it('finds at both ends, overlapping, and one inside the other', () => {
    expect(scan(['aaaa'], Buffer.from('aaaaaa'))).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
    ]);
    expect(scan(['stratum+tcp://', 'stratum', 'tcp://'], Buffer.from('stratum+tcp://'))).toEqual([
      [0, 0],
      [1, 0],
      [2, 8],
    ]);
    expect(scan(['abcdef'], Buffer.from('abcde'))).toEqual([]);
    expect(scan(['abcdef'], Buffer.alloc(0))).toEqual([]);
    expect(scan([], Buffer.from('abc'))).toEqual([]);
  });

  it('takes a thousand literals, short beside very long', () => {
    const literals = Array.from(
      { length: 1000 },
      (_, i) => `pool-${i}.example${i % 7 === 0 ? 'x'.repeat(300) : ''}`,
    );
    const bytes = Buffer.from(literals.map((literal) => `..${literal.toUpperCase()}`).join('\0'));
    expect(scan(literals, bytes)).toEqual(naive(literals, bytes));
    expect(scan(literals, bytes).length).toBeGreaterThanOrEqual(1000);
  });

  it('finds across the pieces that it searches at once, and more than it tells at once', () => {
    const literals = ['abcdef', 'xyzabcdefg', `${'long'.repeat(20)}!`];
    const hits: Hit[] = [];
    const bytes = Buffer.alloc(300_000, 'qrst');
    for (const border of [65_536, 65_536 * 2 - 100, 131_072, 196_400, 262_144]) {
      for (const [index, literal] of literals.entries()) {
        bytes.write(literal.toUpperCase(), border - 40 + index * 37, 'latin1');
      }
    }
    for (let at = 10; at < 60_000; at += 100) bytes.write('abcdef', at, 'latin1');
    hits.push(...scan(literals, bytes));
    expect(hits).toEqual(naive(literals, bytes));
    expect(hits.length).toBeGreaterThan(600);
  });

  it('finds more literals at one place than it tells at once', () => {
    const literals = Array.from({ length: 400 }, (_, i) => 'a'.repeat(i + 6));
    const bytes = Buffer.from(`..${'a'.repeat(405)}..`);
    expect(scan(literals, bytes)).toEqual(naive(literals, bytes));
  });

  it('refuses a literal that is too short to be searched', () => {
    expect(() => new LiteralScanner(['ab'])).toThrow(RangeError);
  });
});
