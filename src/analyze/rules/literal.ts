import { allOf, type Need } from './need.ts';

/** Longer literals say hardly more, and must fit into the overlap of the search. */
export const LONGEST_LITERAL = 32;
/** Fewer different bytes are padding and tables, which lie everywhere. */
const LEAST_DIFFERENT = 3;

/** Which literals of a rule's strings are looked for. */
export interface LiteralChoice {
  /** Bytes of the shortest. */
  readonly least: number;
  /** Different bytes in it, at least. */
  readonly different: number;
  /** Of several that must all stand in a file: every one, or the longest alone. */
  readonly of: 'every' | 'longest';
}

/** What is looked for in every file that passes: of each string one literal, of at least so many bytes. */
export function searched(least: number): LiteralChoice {
  return { least, different: LEAST_DIFFERENT, of: 'longest' };
}

/** What is looked for in a file that may meet a rule already: there, even short literals say something. */
export const CLOSE_LOOK: LiteralChoice = { least: 2, different: 1, of: 'every' };

/** The most telling part of bytes that must stand in a file; `true` when none of them is worth looking for. */
export function literalIn(bytes: string, { least, different: wanted }: LiteralChoice): Need {
  let best = '';
  let most = 0;
  for (let at = 0; at === 0 || at + LONGEST_LITERAL <= bytes.length; at++) {
    const part = foldAscii(bytes.slice(at, at + LONGEST_LITERAL));
    const different = new Set(part).size;
    if (different <= most) continue;
    best = part;
    most = different;
  }
  return best.length >= least && most >= wanted ? best : true;
}

/** What is looked for of several stretches that must all stand there. */
export function literalsIn(runs: readonly string[], choice: LiteralChoice): Need {
  if (choice.of === 'every') return allOf(runs.map((run) => literalIn(run, choice)));
  const best = runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
  return literalIn(best, choice);
}

/** Lower case for ASCII letters alone: other bytes are no letters. */
export function foldAscii(bytes: string): string {
  return bytes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
