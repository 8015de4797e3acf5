import type { Random } from '../../testkit/random.ts';

/** Numbers at which parsers go wrong. */
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const WORDS = [
  '\0',
  '..',
  '/',
  '\n',
  '\x1b[2J',
  '\u202e',
  '.wh.',
  '.wh..wh..opq',
  '-1',
  '9'.repeat(20),
  '"',
  '{',
  '[',
];

/** The bytes with one to eight changes: bits, bytes, numbers, pieces cut out, doubled, moved or cut off. */
export function mutate(random: Random, bytes: Buffer): Buffer {
  let out: Buffer = Buffer.from(bytes);
  for (let count = 1 + random.below(8); count > 0; count--) out = change(random, out);
  return out;
}

function change(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0) return Buffer.from([random.below(256)]);
  const at = random.below(bytes.length);
  const length = 1 + random.below(random.chance(0.7) ? 16 : bytes.length - at);
  const piece = bytes.subarray(at, at + length);
  switch (random.below(9)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 1:
      bytes[at] = random.below(256);
      return bytes;
    case 2:
      return put(random, bytes, at);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
    case 5: {
      const word = Buffer.from(random.pick(WORDS));
      return Buffer.concat([bytes.subarray(0, at), word, bytes.subarray(at)]);
    }
    case 6:
      return bytes.subarray(0, at);
    case 7:
      return bytes.fill(random.pick([0, 0xff, 0x20]), at, at + piece.length);
    default: {
      const to = random.below(bytes.length);
      Buffer.from(piece).copy(bytes, to);
      return bytes;
    }
  }
}

function put(random: Random, bytes: Buffer, at: number): Buffer {
  const number = random.pick(NUMBERS);
  const width = random.pick([1, 2, 4]);
  const value = number % 2 ** (8 * width);
  if (at + width > bytes.length) return bytes;
  if (random.chance(0.5)) bytes.writeUIntLE(value, at, width);
  else bytes.writeUIntBE(value, at, width);
  return bytes;
}
