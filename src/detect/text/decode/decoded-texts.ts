import { rot13 } from '../../flow/rot13.ts';
import { syntaxOf } from '../../worked-out/syntax.ts';
import type { Language } from '../language.ts';
import { LONG_PROGRAM } from '../program-parts.ts';
import { alphabetRuns, codedRuns, wrappedBase64 } from './coded-runs.ts';
import { type Room, reversedLines } from './codings.ts';
import { joinedNames, withJoinedLiterals } from './joined-literals.ts';
import { literalsOf } from './literals-of.ts';
import { openCoded } from './open-coded.ts';
import type { Signs } from './signs.ts';

/** A text, or a program, that another text carries in code. */
export interface Decoded {
  /** Empty for a program. */
  readonly text: string;
  /** An ELF program. */
  readonly program?: true;
  /** UTF-16 index of the coded form, or of where it begins. */
  readonly index: number;
  /** Index behind the coded form, where it is one stretch of the text. */
  readonly end?: number;
  /** `base64`, `hex`, `base64, gzip` … */
  readonly via: string;
  /** The whole text turned round: what is in it was looked at already, one way or another. */
  readonly whole?: true;
  /** Only what stands in quotes in a program, still a text of its language. */
  readonly literals?: true;
}

export interface DecodeOptions {
  readonly signs: Signs;
  /** For what one coded stretch may come to. */
  readonly room: Room;
  /** Also the text as a whole, turned round or by rot13. */
  readonly whole: boolean;
  readonly language: Language;
}

/**
 * Texts and programs hidden in another text: by base64, base32, base85, hex, escapes, character codes or uuencode,
 * reversed, by rot13, xor or shifted characters, packed or not, in one piece or in several. Nothing is run.
 */
export function* decodedTexts(text: string, options: DecodeOptions): Generator<Decoded> {
  const { signs, room } = options;
  const wrapped = wrappedBase64(text);
  if (wrapped !== undefined) {
    for (const opened of openCoded(wrapped, signs, room)) yield named(opened, 'base64', 0);
    return;
  }
  for (const run of codedRuns(text, signs)) {
    for (const opened of openCoded(run.bytes, signs, room)) {
      if (run.via === '' && opened.via.length === 0) continue;
      yield { ...named(opened, run.via, run.start), end: run.end };
    }
  }
  if (signs.decodes) yield* inPieces(text, options);
  if (options.whole && (signs.rot13 || signs.reversed)) yield* ofWhole(text, options);
}

/** Of a long program no more than its literals: its code is none turned round, and to read that takes as long as to read it. */
function* ofWhole(text: string, { signs, language }: DecodeOptions): Generator<Decoded> {
  const isLong = text.length >= LONG_PROGRAM && (language === 'node' || language === 'python');
  const shown = isLong ? literalsOf(text, syntaxOf(language)) : text;
  const how = { index: 0, whole: true, ...(isLong && { literals: true as const }) } as const;
  if (signs.rot13) yield { text: rot13(shown), via: 'rot13', ...how };
  if (signs.reversed) yield { text: reversedLines(shown), via: 'reversed', ...how };
}

/** What only shows once pieces are put together. */
function* inPieces(text: string, { signs, room }: DecodeOptions): Generator<Decoded> {
  const joined = withJoinedLiterals(text);
  const pieces = [
    ...(joined === undefined ? [] : [{ text: joined, index: undefined }]),
    ...joinedNames(text),
  ];
  for (const piece of pieces) {
    for (const run of alphabetRuns(piece.text, signs)) {
      const first = piece.text.slice(run.start, run.start + 16);
      for (const opened of openCoded(run.bytes, signs, room)) {
        yield named(opened, run.via, piece.index ?? Math.max(0, text.indexOf(first)));
      }
    }
  }
}

function named(
  { text, program, via }: { text: string; program?: true; via: readonly string[] },
  first: string,
  index: number,
): Decoded {
  const steps = [first, ...via].filter((step) => step !== '').join(', ');
  return { text, ...(program && { program }), index, via: steps };
}
