import { textIn } from '../text-in.ts';

/** UTF-16 units of all texts that one start of a program gives. */
const MAX_UNITS = 2 * 1024 * 1024;

/** A text that a shell would read as a command worth looking at: it has blanks, and an address, an option or an operator. */
const COMMAND = /\s/;
const OPERATOR = /[|<>;&`(]|:\/\/|\s--?\w/;
const CODED = /^[A-Za-z0-9+/_-]{24,}={0,2}$/;

/** Collects the texts that would be commands if a shell read them. */
export class CommandTexts {
  readonly texts = new Set<string>();
  #unitsLeft = MAX_UNITS;
  #isFull = false;

  /** Whether there were more than are kept. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** A word, and the value in it: `-v command=TEXT`, `--run=TEXT`. */
  addWord(word: string | undefined): void {
    if (word === undefined) return;
    this.add(word);
    this.add(/^-{0,2}[\w.-]{1,60}[=:]([^]{8,})$/.exec(word)?.[1]);
  }

  /** A text as it is, and what is coded in it: all of it, or each line for itself. */
  add(text: string | undefined): void {
    if (text === undefined) return;
    this.#keep(text);
    const decoded = text.split('\n').map(decodedText);
    this.#keep(decoded.filter((line) => line !== undefined).join('\n'));
    if (decoded.length > 1) this.#keep(decodedText(text.replace(/\n/g, '')) ?? '');
  }

  #keep(text: string): void {
    if (!COMMAND.test(text.trim()) || !OPERATOR.test(text) || this.texts.has(text)) return;
    if (text.length > this.#unitsLeft) {
      this.#isFull = true;
      return;
    }
    this.#unitsLeft -= text.length;
    this.texts.add(text);
  }
}

/** The text behind base64 or hexadecimal digits; undefined for none, and for what is no text. */
function decodedText(word: string): string | undefined {
  const coded = word.trim();
  if (!CODED.test(coded)) return undefined;
  return textIn(Buffer.from(coded, /^(?:[\da-f]{2})+$/i.test(coded) ? 'hex' : 'base64'));
}
