import type { Token } from './tokens.ts';

const END: Token = { kind: 'line', text: '', at: Number.MAX_SAFE_INTEGER };

/** Walks over tokens. Behind the last one come empty lines, for ever. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get token(): Token {
    return this.#tokens[this.#index] ?? END;
  }

  get index(): number {
    return this.#index;
  }

  get done(): boolean {
    return this.#index >= this.#tokens.length;
  }

  ahead(count = 1): Token {
    return this.#tokens[this.#index + count] ?? END;
  }

  next(): Token {
    const { token } = this;
    this.#index++;
    return token;
  }

  /** Goes back to where `index` was. */
  reset(index: number): void {
    this.#index = index;
  }

  /** Goes on behind `count` further tokens. */
  skip(count: number): void {
    this.#index += count;
  }

  isMark(text: string): boolean {
    return this.token.kind === 'mark' && this.token.text === text;
  }

  /** Takes the mark when it is there. */
  take(text: string): boolean {
    if (!this.isMark(text)) return false;
    this.#index++;
    return true;
  }

  isName(pattern: RegExp): boolean {
    return this.token.kind === 'name' && pattern.test(this.token.text);
  }

  skipLines(): void {
    while (!this.done && this.token.kind === 'line') this.#index++;
  }
}
