import { allOf, type Need } from './need.ts';

/** Longer literals say hardly more, and must fit into the overlap of the search. */
export const LONGEST_LITERAL = 32;
/** Fewer different bytes are padding and tables, which lie everywhere. */
const LEAST_DIFFERENT = 3;

/** Bytes of the shortest literal that is looked for in a file which may meet a rule already. */
export const CLOSE_LITERAL = 2;

/** The most telling part of bytes that must stand in a file; `true` when there is none of `least` bytes. */
export function literalIn(bytes: string, least: number): Need {
  let best = '';
  let most = 0;
  for (let at = 0; at === 0 || at + LONGEST_LITERAL <= bytes.length; at++) {
    const part = foldAscii(bytes.slice(at, at + LONGEST_LITERAL));
    const different = new Set(part).size;
    if (different <= most) continue;
    best = part;
    most = different;
  }
  return best.length >= least && (most >= LEAST_DIFFERENT || least === CLOSE_LITERAL) ? best : true;
}

/** Of several stretches that must all stand there, the longest; each of them where even short ones say something. */
export function bestLiteral(runs: readonly string[], least: number): Need {
  if (least === CLOSE_LITERAL) return allOf(runs.map((run) => literalIn(run, least)));
  const best = runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return literalIn(best, least);
}

/** Lower case for ASCII letters alone: other bytes are no letters. */
export function foldAscii(bytes: string): string {
  return bytes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
