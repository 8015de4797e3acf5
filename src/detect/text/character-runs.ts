/** A class of ASCII characters, for `characterRuns`. */
export type CharacterClass = Uint8Array;

/** The class of the characters of `characters`; anything beyond ASCII is outside of every class. */
function characterClass(characters: string): CharacterClass {
  const members = new Uint8Array(128);
  for (let i = 0; i < characters.length; i++) members[characters.charCodeAt(i)] = 1;
  return members;
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const ALPHANUMERIC = characterClass(DIGITS + LETTERS);
export const BASE64_CHARACTERS = characterClass(`${DIGITS + LETTERS}+/`);
/** RFC 4648, 5. */
export const BASE64URL_CHARACTERS = characterClass(`${DIGITS + LETTERS}-_`);

export interface CharacterRun {
  /** UTF-16 index of the first character. */
  readonly start: number;
  /** Index behind the last one. */
  readonly end: number;
}

/**
 * The runs of at least `minimum` characters of one class, each as long as it is, in order. A run of n characters
 * holds one of any n in a row, so most of a text of words is never looked at: several times the speed of the
 * regular expression `[class]{n,}`, which reads on from every character.
 */
export function* characterRuns(
  text: string,
  members: CharacterClass,
  minimum: number,
): Generator<CharacterRun> {
  const { length } = text;
  let probe = minimum - 1;
  // Everything before it is known to belong to no run.
  let floor = 0;
  while (probe < length) {
    if (members[text.charCodeAt(probe)] !== 1) {
      floor = probe + 1;
      probe += minimum;
      continue;
    }
    let start = probe;
    while (start > floor && members[text.charCodeAt(start - 1)] === 1) start--;
    let end = probe + 1;
    while (end < length && members[text.charCodeAt(end)] === 1) end++;
    if (end - start >= minimum) yield { start, end };
    floor = end + 1;
    probe = end + minimum;
  }
}
