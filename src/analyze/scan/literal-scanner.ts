import { foldAscii } from '../rules/literal.ts';
import { BLOCK, LiteralSearch } from './literal-search.ts';

/**
 * Finds many literals at once, ignoring ASCII case. A literal of n characters that lies anywhere holds a block
 * of four bytes at one of any n - 3 positions in a row. So only every (n - 3)th position is looked at, n being
 * the shortest literal's length: its four bytes are hashed, and one table says whether any literal holds such
 * a block there. Unlike the shifts of Wu and Manber (1994), the positions do not depend on what was read
 * before, so the processor overlaps them. Shorter literals mean more positions (ARCHITECTURE, "Where the bytes go").
 */
export class LiteralScanner {
  readonly literals: readonly string[];
  /** Length of the longest literal: what a search over pieces must let them overlap by, less one. */
  readonly longest: number;
  readonly #search: LiteralSearch | undefined;

  /** @param literals latin1 of four bytes or more each, no two equal but for the case of ASCII letters. */
  constructor(literals: readonly string[]) {
    this.literals = literals;
    const folded = literals.map((literal) => Buffer.from(foldAscii(literal), 'latin1'));
    this.longest = folded.reduce((most, { length }) => Math.max(most, length), 0);
    if (folded.some(({ length }) => length < BLOCK))
      throw new RangeError(`a literal is shorter than ${BLOCK} characters`);
    if (folded.length > 0) this.#search = new LiteralSearch(folded);
  }

  /** Calls `found` with the index of each literal that occurs and its offset; one literal's offsets rise. */
  scan(bytes: Uint8Array, found: (literal: number, offset: number) => void): void {
    this.#search?.each(bytes, found);
  }
}
