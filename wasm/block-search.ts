/*
 * The inner loop of the literal search, in AssemblyScript: compiled by `npm run wasm`, used by
 * src/analyze/scan/block-search.ts, which lays out the memory:
 *
 * - from 0 a byte for each hash, 1 where any block has it;
 * - from FIRST an i32 for each hash, the first candidate whose block has it, or -1;
 * - at `candidates` four i32 for each candidate: its block, another block of the same literal, how many bytes behind that
 *   is, and the next candidate of the same hash, or -1;
 * - anywhere behind, the bytes to search, with 32 bytes of room before and behind them.
 */
const HASH_BITS: i32 = 17;
const HASH_SHIFT: i32 = 32 - HASH_BITS;
const FIRST: i32 = 1 << HASH_BITS;
const MULTIPLIER: i32 = 0x9e3779b1;
/** Setting this bit in each byte makes letters lower case. */
const FOLD: i32 = 0x20202020;

/**
 * The first of the places `from`, `from + stride`, … up to `last` where both blocks of a candidate are, folded; -1 for none.
 * `stride` is 4 at most, so that one load sees four places. Eight are looked at with one branch.
 */
export function nextPlace(from: i32, last: i32, stride: i32, candidates: i32): i32 {
  const lanes = lanesOf(stride);
  const step = 4 * stride;
  const stop = last - 7 * stride;
  let at = from;
  while (at <= last) {
    while (at <= stop) {
      if (anyOf(hashesAt(at, lanes)) | anyOf(hashesAt(at + step, lanes))) break;
      at += 2 * step;
    }
    const end = min(at + 7 * stride, last);
    for (; at <= end; at += stride) {
      if (isPlace(at, candidates)) return at;
    }
  }
  return -1;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function lanesOf(stride: i32): v128 {
  const four = i32x4(0x03020100, 0x03020100, 0x03020100, 0x03020100);
  const ones = i32x4(0, 0x01010101, 0x02020202, 0x03030303);
  return i32x4.add(four, i32x4.mul(ones, i32x4.splat(stride)));
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function hashesAt(at: i32, lanes: v128): v128 {
  const four = v128.or(v128.swizzle(v128.load(at), lanes), i32x4.splat(FOLD));
  return i32x4.shr_u(i32x4.mul(four, i32x4.splat(MULTIPLIER)), HASH_SHIFT);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function anyOf(hashes: v128): u32 {
  return (
    <u32>load<u8>(i32x4.extract_lane(hashes, 0)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 1)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 2)) |
    <u32>load<u8>(i32x4.extract_lane(hashes, 3))
  );
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isPlace(at: i32, candidates: i32): bool {
  const block = load<i32>(at) | FOLD;
  const hash = <i32>((<u32>(block * MULTIPLIER)) >>> HASH_SHIFT);
  if (load<u8>(hash) == 0) return false;
  let candidate = load<i32>(FIRST + (hash << 2));
  while (candidate >= 0) {
    const row = candidates + (candidate << 4);
    if (load<i32>(row) == block && (load<i32>(at + load<i32>(row, 8)) | FOLD) == load<i32>(row, 4)) return true;
    candidate = load<i32>(row, 12);
  }
  return false;
}
