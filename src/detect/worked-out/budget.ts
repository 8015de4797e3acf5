/** Work on texts and lists for each token that may be read again. */
const WORKED = 32;

/** What is left of what a program may have read again: loops and calls end early when nothing is. */
export class Budget {
  /** Tokens that loops and calls may read again, of all of the program. */
  readonly most: number;
  /** Loops or calls were left before their end. */
  isCut = false;
  #left: number;
  /** What of it is kept for what follows the loop at hand. */
  #kept = 0;
  #workLeft: number;

  constructor(most: number) {
    this.most = most;
    this.#left = most;
    this.#workLeft = most * WORKED;
  }

  /** Whether loops and calls may go on. */
  get mayRepeat(): boolean {
    this.isCut ||= this.#left <= this.#kept;
    return this.#left > this.#kept;
  }

  /** What was taken of it, in tokens about: work on values, too. */
  get taken(): number {
    return this.most - this.#left + this.most - Math.floor(this.#workLeft / WORKED);
  }

  /** Whether functions that hand something on may still be read with something else. */
  get mayHandOn(): boolean {
    return this.#left > -this.most;
  }

  /** Reads a loop, which may take half of what is left. */
  inLoop(read: () => void): void {
    const kept = this.#kept;
    this.#kept = Math.max(kept, this.#left - ((this.#left - kept) >> 1));
    read();
    this.#kept = kept;
  }

  takeToken(): void {
    this.#left--;
  }

  takeText(characters: number): void {
    this.#left -= characters >> 4;
  }

  /** Takes so much work on values, in items of lists or about eight characters of a text; false where there is none left. */
  pays(work: number): boolean {
    this.#workLeft -= 1 + work;
    this.isCut ||= this.#workLeft < 0;
    return this.#workLeft >= 0;
  }
}
