/**
 * Finds strings shaped like CryptoNote main-net addresses anywhere in bytes: 95 or 106 base58 characters whose
 * first block decodes to a known network byte (Monero: 18 main, 42 sub-address, 19 integrated). Whether the
 * checksum holds is the wallet detector's business. A run of 95 characters must contain one of every 95th
 * byte, so almost no byte is looked at twice, and few at all.
 */
export function scanAddresses(bytes: Uint8Array, found: (address: string, offset: number) => void): void {
  const { length } = bytes;
  let probe = SHORTEST - 1;
  while (probe < length) {
    if (isOutside(bytes[probe]!)) {
      probe += SHORTEST;
      continue;
    }
    let start = probe;
    while (start > 0 && !isOutside(bytes[start - 1]!)) start--;
    let end = probe + 1;
    while (end < length && !isOutside(bytes[end]!)) end++;
    if (end - start >= SHORTEST) scanRun(bytes, start, end, found);
    probe = end + SHORTEST;
  }
}

/** The longest address: what a search over pieces must let them overlap by, less one. */
export const LONGEST_ADDRESS = 106;
const SHORTEST = 95;
const NOT_BASE58 = 255;
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGIT = new Uint8Array(256).fill(NOT_BASE58);
for (let i = 0; i < ALPHABET.length; i++) DIGIT[ALPHABET.charCodeAt(i)] = i;
const CHAR_4 = 0x34;
const CHAR_8 = 0x38;

function isOutside(byte: number): boolean {
  return DIGIT[byte] === NOT_BASE58;
}

function scanRun(
  bytes: Uint8Array,
  start: number,
  end: number,
  found: (address: string, offset: number) => void,
): void {
  const window = new DigitWindow(bytes, start, start + SHORTEST);
  for (let at = start; at + SHORTEST <= end; at++) {
    const first = bytes[at]!;
    if ((first === CHAR_4 || first === CHAR_8) && window.different >= LEAST_DIFFERENT) {
      const size = sizeOf(bytes, at);
      if (size !== 0 && at + size <= end) found(latin1(bytes, at, size), at);
    }
    if (at + SHORTEST < end) window.move();
  }
}

/** Length of the address that could begin here, told by its network byte; 0 for none. */
function sizeOf(bytes: Uint8Array, at: number): number {
  // Eleven characters stand for eight bytes, of which the first is the network. 58^11 is just above 2^64, more
  // than a number holds, so the comparison is done in two halves.
  let high = 0;
  for (let i = 0; i < 6; i++) high = high * 58 + DIGIT[bytes[at + i]!]!;
  let low = 0;
  for (let i = 6; i < 11; i++) low = low * 58 + DIGIT[bytes[at + i]!]!;
  for (const { size, from, to } of NETWORKS) {
    if (!isBelow(high, low, from) && isBelow(high, low, to)) return size;
  }
  return 0;
}

type Halves = readonly [high: number, low: number];

const LOW_HALF = 58n ** 5n;
const NETWORKS: readonly { readonly size: number; readonly from: Halves; readonly to: Halves }[] = [
  { size: SHORTEST, from: firstOf(18n), to: firstOf(19n) },
  { size: LONGEST_ADDRESS, from: firstOf(19n), to: firstOf(20n) },
  { size: SHORTEST, from: firstOf(42n), to: firstOf(43n) },
];

function firstOf(network: bigint): Halves {
  const value = network << 56n;
  return [Number(value / LOW_HALF), Number(value % LOW_HALF)];
}

function isBelow(high: number, low: number, bound: Halves): boolean {
  return high < bound[0] || (high === bound[0] && low < bound[1]);
}

/** Keys are random: 95 of 58 characters with fewer different ones are a table of digits, not an address. */
const LEAST_DIFFERENT = 25;

/** How many different digits lie in a stretch that moves on byte by byte, in constant time for each. */
class DigitWindow {
  readonly #bytes: Uint8Array;
  readonly #counts = new Uint8Array(58);
  #from: number;
  #to: number;
  different = 0;

  constructor(bytes: Uint8Array, from: number, to: number) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    for (let at = from; at < to; at++) this.#add(DIGIT[bytes[at]!]!);
  }

  move(): void {
    const gone = DIGIT[this.#bytes[this.#from++]!]!;
    if (--this.#counts[gone]! === 0) this.different--;
    this.#add(DIGIT[this.#bytes[this.#to++]!]!);
  }

  #add(digit: number): void {
    if (this.#counts[digit]!++ === 0) this.different++;
  }
}

function latin1(bytes: Uint8Array, at: number, size: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + at, size).toString('latin1');
}
