import { oneLine } from '../../printable.ts';

/** Characters of a private plane (Unicode 23.5, plane 16), each of which stands for one part that is not known. */
const FIRST = 0x100000;
/** The first half of each in UTF-16. */
const HOLE = /[\udbc0-\udbff]/;
const EACH = /[\u{100000}-\u{10fffd}]/gu;
const MAX_HOLES = 4000;
const MAX_TEXT = 120;
/** UTF-16 units of a value that are shown. */
const MAX_SHOWN = 4000;

interface Hole {
  readonly text: string;
  readonly unset: boolean;
}

/**
 * The parts of values that are not known. Each is one character in a value, which thereby goes with it through
 * assignments, splitting and `eval`, while what stands around it stays known.
 */
export class Holes {
  readonly #holes: Hole[] = [];
  readonly #characters = new Map<string, string>();

  /**
   * The character that stands for a part.
   *
   * @param text the part as written: `$JAVA_OPTS`
   * @param unset whether it is empty unless whoever starts the container sets more than the image does
   */
  of(text: string, unset = false): string {
    const shown = oneLine(this.shown(text), MAX_TEXT);
    const key = `${unset ? '?' : ''}${shown}`;
    const known = this.#characters.get(key);
    if (known !== undefined) return known;
    const character = String.fromCodePoint(FIRST + this.#holes.length);
    // Beyond the limit all are one, which no text is kept of.
    if (this.#holes.length >= MAX_HOLES) return character;
    this.#holes.push({ text: shown, unset });
    this.#characters.set(key, character);
    return character;
  }

  /** A value for a person, each part that is not known as it is written. */
  shown(value: string, most = MAX_SHOWN): string {
    if (!hasHole(value)) return value;
    return value.slice(0, most).replace(EACH, (character) => this.#at(character)?.text ?? '…');
  }

  /** A value as it is where nothing more is set than the image sets; undefined where that does not tell. */
  filled(value: string): string | undefined {
    const filled = value.replace(EACH, (character) => (this.#at(character)?.unset === true ? '' : character));
    return hasHole(filled) ? undefined : filled;
  }

  #at(character: string): Hole | undefined {
    return this.#holes[(character.codePointAt(0) ?? 0) - FIRST];
  }
}

export function hasHole(value: string): boolean {
  return HOLE.test(value);
}

/** True for a text of a shell whose first command is not known, with or without a quote before it. */
export function beginsWithHole(text: string): boolean {
  return hasHole(text.trimStart().slice(0, 2));
}

/** A value without what is not known of it. */
export function knownPart(value: string): string {
  return value.replace(EACH, '');
}

/** A text of the image, in which these characters mean nothing. */
export function imageText(text: string): string {
  return hasHole(text) ? text.replace(EACH, '\ufffd') : text;
}
