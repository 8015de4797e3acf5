import type { StaticContext } from './context.ts';
import { literalAt } from './literal.ts';

/** How far an expression is skipped that is not understood. */
const MAX_SKIPPED = 4000;

/** A place in a program's text that goes forward. */
export class Cursor {
  readonly text: string;
  at: number;
  readonly #context: Pick<StaticContext, 'language' | 'work'>;

  constructor(text: string, at: number, context: Pick<StaticContext, 'language' | 'work'>) {
    this.text = text;
    this.at = at;
    this.#context = context;
  }

  ahead(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }

  /** Goes over blanks; with `lines`, over line ends as well. */
  blanks(lines = false): void {
    const blank = lines ? /\s/ : /[ \t]|\\(?=\n)/;
    while (this.at < this.text.length && blank.test(this.text.charAt(this.at))) this.at++;
  }

  /** Goes on after the bracket that closes, whatever stands before it. */
  close(bracket: string): void {
    this.skip(bracket);
    if (this.text[this.at] === bracket) this.at++;
  }

  /** Goes to a bracket, or without one to where an expression ends that began at `start`. */
  skip(until?: string, start = this.at): void {
    const { work } = this.#context;
    const from = this.at;
    this.#goTo(until, Math.min(this.text.length, start + Math.min(MAX_SKIPPED, work.left)));
    work.left -= this.at - from;
  }

  #goTo(until: string | undefined, end: number): void {
    for (let open = 0; this.at < end; this.at++) {
      const character = this.text.charAt(this.at);
      const literal = /["'`]/.test(character)
        ? literalAt(this.text, this.at, this.#context.language)
        : undefined;
      if (literal !== undefined) {
        this.at = literal.end - 1;
        continue;
      }
      if (open === 0 && (until === undefined ? /[,)\]};]/.test(character) : character === until)) return;
      if (/[([{]/.test(character)) open++;
      else if (/[)\]}]/.test(character)) open--;
      if (open < 0) return;
    }
  }
}
