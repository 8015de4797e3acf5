import type { Scopes } from './scopes.ts';

/** The blocks of a program that are open at the place at hand. */
export class Blocks {
  readonly #scopes: Scopes;
  readonly #open: { readonly leaves: boolean; readonly outer: number; readonly indent?: number }[] = [];
  #current = 0;
  #last = 0;

  constructor(scopes: Scopes) {
    this.#scopes = scopes;
  }

  /** The block at hand, by number; further in or further on is greater. */
  get current(): number {
    return this.#current;
  }

  get depth(): number {
    return this.#open.length;
  }

  /** How far the lines around the block at hand are indented; -1 where brackets say where it ends. */
  get indent(): number {
    return this.#open.at(-1)?.indent ?? -1;
  }

  /** @param leaves it is a function's, whose variables end with it */
  open(leaves: boolean, indent?: number): void {
    this.#open.push({ leaves, outer: this.#current, ...(indent !== undefined && { indent }) });
    this.#current = ++this.#last;
    if (leaves) this.#scopes.enter();
  }

  close(): void {
    const block = this.#open.pop();
    if (block === undefined) return;
    this.#current = block.outer;
    if (block.leaves) this.#scopes.leave();
  }

  /** What stands alone behind a condition, without brackets. */
  ofItsOwn(work: () => void): void {
    const outer = this.#current;
    this.#current = ++this.#last;
    work();
    this.#current = outer;
  }
}
