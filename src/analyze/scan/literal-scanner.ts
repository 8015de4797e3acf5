import { foldAscii } from '../rules/literal.ts';
import { BLOCK, type BlockPair, BlockSearch, FOLD, MAX_STRIDE } from './block-search.ts';

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
  readonly #stride: number;
  readonly #folded: readonly Buffer[];
  /** Its candidate `index * stride + position` is a literal with its block there. */
  readonly #search: BlockSearch;

  /** @param literals latin1 of four bytes or more each, no two equal but for the case of ASCII letters. */
  constructor(literals: readonly string[]) {
    this.literals = literals;
    this.#folded = literals.map((literal) => Buffer.from(foldAscii(literal), 'latin1'));
    this.longest = this.#folded.reduce((most, { length }) => Math.max(most, length), 0);
    const shortest = this.#folded.reduce((least, { length }) => Math.min(least, length), 64);
    if (shortest < BLOCK) throw new RangeError(`a literal is shorter than ${BLOCK} characters`);
    this.#stride = Math.min(shortest - BLOCK + 1, MAX_STRIDE);
    this.#search = new BlockSearch(
      this.#folded.flatMap((literal) => pairsOf(literal, this.#stride)),
      this.#stride,
    );
  }

  /** Calls `found` with the index of each literal that occurs and its offset; one literal's offsets rise. */
  scan(bytes: Uint8Array, found: (literal: number, offset: number) => void): void {
    if (this.literals.length === 0) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#search.each(bytes, (at) => this.#confirm(view.getInt32(at, true) | FOLD, at, bytes, found));
  }

  #confirm(
    block: number,
    at: number,
    bytes: Uint8Array,
    found: (literal: number, offset: number) => void,
  ): void {
    const search = this.#search;
    // Of one literal, the block furthest in comes first, and so the occurrence that starts first.
    for (let candidate = search.lastWith(block); candidate !== -1; candidate = search.before(candidate, block)) {
      const index = Math.floor(candidate / this.#stride);
      const start = at - (candidate % this.#stride);
      if (start >= 0 && matches(this.#folded[index]!, bytes, start)) found(index, start);
    }
  }
}

/** For each place that the search may come upon a literal at, the block there, and the one that tells most beside it. */
function pairsOf(literal: Buffer, stride: number): readonly BlockPair[] {
  const blockAt = (at: number): number => literal.readInt32LE(at) | FOLD;
  return Array.from({ length: stride }, (_, at): BlockPair => {
    const other = at < stride / 2 ? stride - 1 : 0;
    return { block: blockAt(at), other: blockAt(other), distance: other - at };
  });
}

function matches(literal: Buffer, bytes: Uint8Array, start: number): boolean {
  if (start + literal.length > bytes.length) return false;
  for (let i = 0; i < literal.length; i++) {
    const byte = bytes[start + i]!;
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (folded !== literal[i]) return false;
  }
  return true;
}
