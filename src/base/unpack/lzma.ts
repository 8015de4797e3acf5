import { Damaged } from './feed.ts';

/*
 * LZMA as in the "LZMA Specification" (I. Pavlov, LZMA SDK, lzma-specification.txt), as far as LZMA2 needs it: what a
 * chunk comes to is known before, and there is no end mark.
 */

const STATES = 12;
const POSITION_BITS = 4;
const LENGTH_CODER = 2 + 8 * (1 << POSITION_BITS) * 2 + 256;
const IS_MATCH = 0;
const IS_REP = IS_MATCH + (STATES << POSITION_BITS);
const IS_REP_0 = IS_REP + STATES;
const IS_REP_1 = IS_REP_0 + STATES;
const IS_REP_2 = IS_REP_1 + STATES;
const IS_REP_0_LONG = IS_REP_2 + STATES;
const SLOTS = IS_REP_0_LONG + (STATES << POSITION_BITS);
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 128 - 14 + 1;
const LENGTHS = ALIGN + 16;
const REP_LENGTHS = LENGTHS + LENGTH_CODER;
const LITERALS = REP_LENGTHS + LENGTH_CODER;
const LITERAL_CODER = 0x300;
/** LZMA2 allows no more literal context and position bits than this together. */
const MAX_LITERAL_BITS = 4;
const HALF = 1024;
/** Turned over, unsigned numbers compare as signed ones do. V8 is several times as fast with signed ones. */
const TURN = 0x80000000 | 0;

/** The bytes that matches may reach back to, and the new ones behind them, in one piece. */
export class Window {
  readonly #size: number;
  readonly #capacity: number;
  bytes = Buffer.alloc(0);
  /** Where the next byte goes. */
  end = 0;
  /** Bytes before `end` that a match may reach. */
  reach = 0;

  /** @param size how far a match may reach back */
  constructor(size: number) {
    this.#size = size;
    this.#capacity = size + Math.max(MAX_CHUNK * 2, size >> 2);
  }

  /** Makes sure that so many bytes can be written; what lies farther back than any match reaches is let go. */
  claim(count: number): void {
    this.reach = Math.min(this.reach, this.#size);
    if (this.end + count <= this.bytes.length) return;
    const needed = this.reach + count;
    const size = Math.min(this.#capacity, Math.max(needed * 2, MAX_CHUNK));
    if (size > this.bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(size, needed));
      this.bytes.copy(grown, 0, this.end - this.reach, this.end);
      this.bytes = grown;
    } else this.bytes.copyWithin(0, this.end - this.reach, this.end);
    this.end = this.reach;
  }

  forget(): void {
    this.reach = 0;
  }
}

/** What a chunk of LZMA2 may come to. */
const MAX_CHUNK = 2 * 1024 * 1024;

/** Decodes the chunks of one LZMA2 stream into a window. */
export class LzmaDecoder {
  readonly #probabilities = new Uint16Array(LITERALS + (LITERAL_CODER << MAX_LITERAL_BITS));
  #contextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;
  #state = 0;
  readonly #distances = new Float64Array(4);
  /** Bytes since the stream or its dictionary began: positions count from there. */
  #position = 0;

  #input: Buffer = Buffer.alloc(0);
  #at = 0;
  /** Unsigned numbers of 32 bits, held as signed ones. */
  #range = 0;
  #code = 0;

  /** @throws Damaged for what LZMA2 does not allow */
  setProperties(byte: number): void {
    const contextBits = byte % 9;
    const positions = Math.floor(byte / 9);
    const literalPositionBits = positions % 5;
    const positionBits = Math.floor(positions / 5);
    if (contextBits + literalPositionBits > MAX_LITERAL_BITS || positionBits > POSITION_BITS)
      throw new Damaged('a chunk has properties that are not allowed');
    this.#contextBits = contextBits;
    this.#literalPositionMask = (1 << literalPositionBits) - 1;
    this.#positionMask = (1 << positionBits) - 1;
  }

  resetState(): void {
    this.#probabilities.fill(HALF);
    this.#distances.fill(0);
    this.#state = 0;
  }

  resetPosition(): void {
    this.#position = 0;
  }

  /** Counts bytes that a chunk holds as they are. */
  passed(count: number): void {
    this.#position += count;
  }

  /**
   * Decodes one chunk to the window's end.
   *
   * @throws Damaged
   */
  decode(input: Buffer, window: Window, count: number): void {
    this.#startInput(input);
    window.claim(count);
    const { bytes } = window;
    const from = window.end;
    const to = from + count;
    const farthest = window.reach - from;
    const base = this.#position - from;
    let at = from;
    let state = this.#state;
    let [near = 0, second = 0, third = 0, fourth = 0] = this.#distances;
    while (at < to) {
      const position = (base + at) & this.#positionMask;
      if (this.#bit(IS_MATCH + (state << POSITION_BITS) + position) === 0) {
        const before = at + farthest > 0 ? (bytes[at - 1] ?? 0) : 0;
        const context =
          (((base + at) & this.#literalPositionMask) << this.#contextBits) +
          (before >> (8 - this.#contextBits));
        const coder = LITERALS + LITERAL_CODER * context;
        const matched = state < 7 ? -1 : (bytes[at - near - 1] ?? 0);
        bytes[at++] = matched === -1 ? this.#literal(coder) : this.#literalAfterMatch(coder, matched);
        state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
        continue;
      }
      let length: number;
      if (this.#bit(IS_REP + state) === 0) {
        fourth = third;
        third = second;
        second = near;
        length = this.#length(LENGTHS, position);
        near = this.#distance(length);
        state = state < 7 ? 7 : 10;
      } else {
        if (this.#bit(IS_REP_0 + state) === 0) {
          if (this.#bit(IS_REP_0_LONG + (state << POSITION_BITS) + position) === 0) {
            if (near >= at + farthest) throw new Damaged('a match reaches back too far');
            bytes[at] = bytes[at - near - 1] ?? 0;
            at++;
            state = state < 7 ? 9 : 11;
            continue;
          }
        } else if (this.#bit(IS_REP_1 + state) === 0) {
          [near, second] = [second, near];
        } else if (this.#bit(IS_REP_2 + state) === 0) {
          [near, second, third] = [third, near, second];
        } else {
          [near, second, third, fourth] = [fourth, near, second, third];
        }
        length = this.#length(REP_LENGTHS, position);
        state = state < 7 ? 8 : 11;
      }
      if (near >= at + farthest) throw new Damaged('a match reaches back too far');
      if (at + length > to) throw new Damaged('a match goes on behind its chunk');
      copyMatch(bytes, at, near + 1, length);
      at += length;
    }
    if (this.#at > input.length) throw new Damaged('a chunk is cut off');
    this.#state = state;
    this.#distances.set([near, second, third, fourth]);
    this.#position += count;
    window.end = to;
    window.reach += count;
  }

  #startInput(input: Buffer): void {
    if (input.length < 5) throw new Damaged('a chunk is cut off');
    this.#input = input;
    this.#range = -1;
    this.#code = input.readInt32BE(1);
    this.#at = 5;
  }

  #bit(index: number): 0 | 1 {
    const probability = this.#probabilities[index] ?? HALF;
    const bound = Math.imul(this.#range >>> 11, probability);
    let bit: 0 | 1;
    if ((this.#code ^ TURN) < (bound ^ TURN)) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((2048 - probability) >> 5);
      bit = 0;
    } else {
      this.#range = (this.#range - bound) | 0;
      this.#code = (this.#code - bound) | 0;
      this.#probabilities[index] = probability - (probability >> 5);
      bit = 1;
    }
    if (this.#range >>> 24 === 0) this.#shift();
    return bit;
  }

  /** Behind the end there are zeros; `decode` notices afterwards. */
  #shift(): void {
    this.#range <<= 8;
    this.#code = (this.#code << 8) | (this.#input[this.#at++] ?? 0);
  }

  #literal(coder: number): number {
    let symbol = 1;
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(coder + symbol);
    return symbol & 0xff;
  }

  /** The byte where the last match would have gone on is a hint, as long as it agrees. */
  #literalAfterMatch(coder: number, matched: number): number {
    let symbol = 1;
    let hint = matched;
    while (symbol < 0x100) {
      const expected = (hint >> 7) & 1;
      hint <<= 1;
      const bit = this.#bit(coder + ((1 + expected) << 8) + symbol);
      symbol = (symbol << 1) | bit;
      if (bit !== expected) break;
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(coder + symbol);
    return symbol & 0xff;
  }

  #length(coder: number, position: number): number {
    const low = coder + 2 + (position << 3);
    if (this.#bit(coder) === 0) return 2 + this.#tree(low, 3);
    if (this.#bit(coder + 1) === 0) return 10 + this.#tree(low + (8 << POSITION_BITS), 3);
    return 18 + this.#tree(coder + 2 + (16 << POSITION_BITS), 8);
  }

  #distance(length: number): number {
    const slot = this.#tree(SLOTS + 64 * Math.min(length - 2, 3), 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const high = (2 | (slot & 1)) * 2 ** bits;
    if (slot < 14) return high + this.#reverseTree(SPECIAL + high - slot, bits);
    return high + this.#direct(bits - 4) * 16 + this.#reverseTree(ALIGN, 4);
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let i = 0; i < bits; i++) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** Bits that are as likely one as zero. */
  #direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.#range >>>= 1;
      const one = (this.#code ^ TURN) >= (this.#range ^ TURN);
      if (one) this.#code = (this.#code - this.#range) | 0;
      value = value * 2 + (one ? 1 : 0);
      if (this.#range >>> 24 === 0) this.#shift();
    }
    return value;
  }
}

function copyMatch(bytes: Buffer, at: number, distance: number, length: number): void {
  const source = at - distance;
  if (distance >= length) {
    bytes.copyWithin(at, source, source + length);
    return;
  }
  // It repeats what it writes.
  for (let i = 0; i < length; i++) bytes[at + i] = bytes[source + i] ?? 0;
}
