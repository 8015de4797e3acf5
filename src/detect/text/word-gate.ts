/** Whether any of a detector's words occurs in a text, ignoring ASCII case: what a regular expression `/one|other|…/i` tells. */
export interface WordGate {
  test(text: string): boolean;
}

/**
 * The gates of several detectors, which look at a text one after the other: the first that asks finds the words of all of
 * them in one pass, which takes hardly longer than one for its own. The first three characters of each word are hashed as
 * the text goes by; only where they are those of a word is anything compared.
 */
export class WordGates {
  /** By the hash of their beginnings: which of `#rows` the words are in; 0 for none. */
  readonly #rowOf = new Uint16Array(1 << HASH_BITS);
  readonly #rows: Word[][] = [[]];
  #gates = 0;
  /** Of the last text that was long enough to be remembered. */
  #last = { text: '', open: 0 };

  /** @param words printable ASCII, three characters or more each */
  gate(words: readonly string[]): WordGate {
    if (this.#gates === MAX_GATES) throw new RangeError(`there are more than ${MAX_GATES} gates`);
    const bit = 1 << this.#gates++;
    for (const word of words) this.#add(word.toLowerCase(), bit);
    this.#last = { text: '', open: 0 };
    return { test: (text) => (this.#openFor(text) & bit) !== 0 };
  }

  #add(word: string, bit: number): void {
    if (word.length < BLOCK) throw new RangeError(`a word is shorter than ${BLOCK} characters`);
    let hash = 0;
    for (let i = 0; i < BLOCK; i++) hash = rolled(hash, word.charCodeAt(i));
    if (this.#rowOf[hash] === 0) this.#rowOf[hash] = this.#rows.push([]) - 1;
    const row = this.#rows[this.#rowOf[hash] ?? 0];
    const known = row?.find((other) => other.word === word);
    if (known === undefined) row?.push({ word, gates: bit });
    else known.gates |= bit;
  }

  #openFor(text: string): number {
    // A value out of a text must not push the text itself out.
    if (text.length < REMEMBERED) return this.#search(text);
    if (this.#last.text !== text) this.#last = { text, open: this.#search(text) };
    return this.#last.open;
  }

  #search(text: string): number {
    const rowOf = this.#rowOf;
    let open = 0;
    let hash = 0;
    for (let i = 0; i < text.length; i++) {
      hash = rolled(hash, text.charCodeAt(i));
      const row = rowOf[hash] ?? 0;
      if (row !== 0 && i >= BLOCK - 1) open |= this.#opened(text, i - BLOCK + 1, row, open);
    }
    return open;
  }

  /** The gates, other than those open already, of the words of one row that stand at `at`. */
  #opened(text: string, at: number, row: number, open: number): number {
    let opened = 0;
    for (const { word, gates } of this.#rows[row] ?? []) {
      if ((gates & ~open) !== 0 && isAt(text, at, word)) opened |= gates;
    }
    return opened;
  }
}

interface Word {
  /** In lower case. */
  readonly word: string;
  /** A bit for each gate that it opens. */
  gates: number;
}

/** As many as a number has bits. */
const MAX_GATES = 32;
const REMEMBERED = 256;
const BLOCK = 3;
/** Five bits a character, so that one leaves the hash when the third after it comes. */
const HASH_BITS = 15;
const HASH_MASK = (1 << HASH_BITS) - 1;
/** Makes letters lower case; that it merges other characters costs a comparison only. */
const FOLD = 0x20;

function rolled(hash: number, code: number): number {
  return ((hash << 5) ^ (code | FOLD)) & HASH_MASK;
}

function isAt(text: string, at: number, word: string): boolean {
  if (at + word.length > text.length) return false;
  for (let i = 0; i < word.length; i++) {
    const code = text.charCodeAt(at + i);
    const folded = code >= 0x41 && code <= 0x5a ? code | FOLD : code;
    if (folded !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** Of all detectors that look at texts. */
export const TEXT_GATES = new WordGates();
