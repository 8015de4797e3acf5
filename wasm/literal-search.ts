/*
 * The literal search, in AssemblyScript: compiled by `npm run wasm`, used by src/analyze/scan/literal-search.ts, which lays
 * out the memory:
 *
 * - from 0 a byte for each hash, 1 where any block has it;
 * - from FIRST an i32 for each hash, the row of the first candidate whose block has it, or 0;
 * - the rows, of eight i32 for each candidate: its block, another block of the same literal, how many bytes behind that is,
 *   the row of the next candidate of the same hash or 0, the literal's index, how many bytes of it come before the block,
 *   where its bytes are (ASCII letters in lower case), and how many;
 * - anywhere behind, the bytes to search, with 32 bytes of room before and behind them, and room for what is found.
 */
const HASH_BITS: i32 = 17;
const HASH_SHIFT: i32 = 32 - HASH_BITS;
const FIRST: i32 = 1 << HASH_BITS;
const MULTIPLIER: i32 = 0x9e3779b1;
/** Setting this bit in each byte makes letters lower case; that it also merges others costs a comparison only. */
const FOLD: i32 = 0x20202020;

/** Where the search goes on, when there was no more room for what it found. */
export let resume: i32 = 0;

/**
 * Looks at the places `from`, `from + stride`, … up to `last`, and writes what begins in `low` to `high` as pairs of index and
 * address to `out`, up to `max` pairs; answers how many. `stride` is 4 at most, so that one load sees four places. Eight are
 * looked at with one branch.
 */
export function search(from: i32, last: i32, low: i32, high: i32, stride: i32, out: i32, max: i32): i32 {
  const lanes = lanesOf(stride);
  const step = 4 * stride;
  const stop = last - 7 * stride;
  let count = 0;
  let at = from;
  while (at <= last) {
    while (at <= stop) {
      if (anyOf(hashesAt(at, lanes)) | anyOf(hashesAt(at + step, lanes))) break;
      at += 2 * step;
    }
    const end = min(at + 7 * stride, last);
    for (; at <= end; at += stride) {
      const block = load<i32>(at) | FOLD;
      const hash = <i32>(<u32>(block * MULTIPLIER) >>> HASH_SHIFT);
      if (load<u8>(hash) == 0) continue;
      const before = count;
      // Of one literal, the block furthest in comes first, and so the occurrence that starts first.
      for (let row = load<i32>(FIRST + (hash << 2)); row != 0; row = load<i32>(row, 12)) {
        if (load<i32>(row) != block) continue;
        if ((load<i32>(at + load<i32>(row, 8)) | FOLD) != load<i32>(row, 4)) continue;
        const start = at - load<i32>(row, 20);
        const length = load<i32>(row, 28);
        if (start < low || start + length > high || !isAt(start, load<i32>(row, 24), length)) continue;
        if (count == max) {
          resume = at;
          return before;
        }
        store<i32>(out + (count << 3), load<i32>(row, 16));
        store<i32>(out + (count << 3), start, 4);
        count++;
      }
    }
  }
  resume = at;
  return count;
}

function lanesOf(stride: i32): v128 {
  const four = i32x4(0x03020100, 0x03020100, 0x03020100, 0x03020100);
  const ones = i32x4(0, 0x01010101, 0x02020202, 0x03030303);
  return i32x4.add(four, i32x4.mul(ones, i32x4.splat(stride)));
}

function hashesAt(at: i32, lanes: v128): v128 {
  const four = v128.or(v128.swizzle(v128.load(at), lanes), i32x4.splat(FOLD));
  return i32x4.shr_u(i32x4.mul(four, i32x4.splat(MULTIPLIER)), HASH_SHIFT);
}

function anyOf(hashes: v128): u32 {
  return (
    <u32>load<u8>(i32x4.extract_lane(hashes, 0)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 1)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 2)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 3))
  );
}

/** Whether the bytes from `start` on are those of a literal, ASCII letters of either case alike. */
function isAt(start: i32, literal: i32, length: i32): bool {
  for (let i = 0; i < length; i++) {
    let byte = <u32>load<u8>(start + i);
    if (byte - 0x41 < 26) byte |= 0x20;
    if (byte != <u32>load<u8>(literal + i)) return false;
  }
  return true;
}
