const BLANKS = /[ \t\n]+/;

/** The words that a word becomes: what unquoted expansions give is split at blanks, all else stays together (POSIX 2.6.5). */
export class Fields {
  readonly #words: string[] = [];
  /** The word that is being put together; undefined between words. */
  #current: string | undefined;

  /** Adds what stands as written or in quotes; an empty text in quotes makes a word too. */
  add(text: string): void {
    this.#current = (this.#current ?? '') + text;
  }

  /** Adds what an unquoted expansion gives. */
  split(text: string): void {
    const [first = '', ...rest] = text.split(BLANKS);
    if (first !== '') this.add(first);
    for (const piece of rest) {
      this.#end();
      if (piece !== '') this.add(piece);
    }
  }

  done(): readonly string[] {
    this.#end();
    return this.#words;
  }

  #end(): void {
    if (this.#current !== undefined) this.#words.push(this.#current);
    this.#current = undefined;
  }
}
