import type { Need } from './need.ts';

/** Longer literals say hardly more, and must fit into the overlap of the search. */
const LONGEST = 32;
/** Fewer different bytes are padding and tables, which lie everywhere. */
const LEAST_DIFFERENT = 3;

/** The most telling part of bytes that must stand in a file; `true` when there is none of `least` bytes. */
export function literalIn(bytes: string, least: number): Need {
  let best = '';
  let most = 0;
  for (let at = 0; at === 0 || at + LONGEST <= bytes.length; at++) {
    const part = foldAscii(bytes.slice(at, at + LONGEST));
    const different = new Set(part).size;
    if (different <= most) continue;
    best = part;
    most = different;
  }
  return best.length >= least && most >= LEAST_DIFFERENT ? best : true;
}

/** Of several stretches that must all stand there, the longest. */
export function bestLiteral(runs: readonly string[], least: number): Need {
  const best = runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return literalIn(best, least);
}

/** Lower case for ASCII letters alone: other bytes are no letters. */
export function foldAscii(bytes: string): string {
  return bytes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
