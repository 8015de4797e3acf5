const STORED = 0;
const FIXED = 1;
const DYNAMIC = 2;
const MOST_LITERALS = 286;
const MOST_DISTANCES = 30;
/** Symbols of a fixed block that are followed: of bytes that are no stream, one in a thousand comes that far. */
const MOST_SYMBOLS = 64;
const END_OF_BLOCK = 256;

/**
 * False only for bytes that no raw deflate stream (RFC 1951) begins with, as zlib would find out: by the header of the first
 * block, and in a block of fixed codes by its first symbols. Setting zlib up and its error cost a hundred times as much,
 * and any word of base64 in a text that inflates something is tried.
 */
export function mayBeDeflate(bytes: Uint8Array): boolean {
  const bits = new Bits(bytes);
  bits.take(1);
  switch (bits.take(2)) {
    case STORED:
      return ((bytes[1] ?? 0) ^ (bytes[3] ?? 0)) === 0xff && ((bytes[2] ?? 0) ^ (bytes[4] ?? 0)) === 0xff;
    case FIXED:
      return mayBeFixed(bits);
    case DYNAMIC:
      return mayBeDynamic(bits);
    default:
      return false;
  }
}

/** RFC 1951, 3.2.7: the codes for code lengths must use up all there are, neither more nor fewer. */
function mayBeDynamic(bits: Bits): boolean {
  const literals = 257 + bits.take(5);
  const distances = 1 + bits.take(5);
  const lengths = 4 + bits.take(4);
  if (literals > MOST_LITERALS || distances > MOST_DISTANCES) return false;
  let used = 0;
  for (let i = 0; i < lengths; i++) {
    const length = bits.take(3);
    if (length > 0) used += 128 >> length;
  }
  return used === 128;
}

/** What is repeated must have come before. */
function mayBeFixed(bits: Bits): boolean {
  let out = 0;
  for (let i = 0; i < MOST_SYMBOLS; i++) {
    const symbol = fixedSymbol(bits);
    if (bits.over) return false;
    if (symbol === END_OF_BLOCK) return true;
    if (symbol < END_OF_BLOCK) {
      out++;
      continue;
    }
    const length = lengthOf(symbol, bits);
    const distance = distanceOf(bits.takeCode(5), bits);
    if (bits.over || length === undefined || distance === undefined || distance > out) return false;
    out += length;
  }
  return true;
}

/** RFC 1951, 3.2.6. */
function fixedSymbol(bits: Bits): number {
  const seven = bits.takeCode(7);
  if (seven <= 0b0010111) return 256 + seven;
  const eight = (seven << 1) | bits.takeCode(1);
  if (eight <= 0b10111111) return eight - 0b00110000;
  if (eight <= 0b11000111) return 280 + eight - 0b11000000;
  return 144 + ((eight << 1) | bits.takeCode(1)) - 0b110010000;
}

/** RFC 1951, 3.2.5; undefined for the two symbols that mean nothing. */
function lengthOf(symbol: number, bits: Bits): number | undefined {
  if (symbol > 285) return undefined;
  if (symbol === 285) return 258;
  const code = symbol - 257;
  if (code < 8) return 3 + code;
  const extra = (code >> 2) - 1;
  return 3 + ((4 + (code & 3)) << extra) + bits.take(extra);
}

function distanceOf(code: number, bits: Bits): number | undefined {
  if (code > 29) return undefined;
  if (code < 4) return 1 + code;
  const extra = (code >> 1) - 1;
  return 1 + ((2 + (code & 1)) << extra) + bits.take(extra);
}

/** Bits as deflate packs them, the lowest of each byte first; zeros behind the end. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** More was taken than there is. */
  get over(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  /** A number, its lowest bit first. */
  take(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value |= this.#bit() << i;
    return value;
  }

  /** A Huffman code, its highest bit first. */
  takeCode(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) value = (value << 1) | this.#bit();
    return value;
  }

  #bit(): number {
    const at = this.#at++;
    return ((this.#bytes[at >> 3] ?? 0) >> (at & 7)) & 1;
  }
}
