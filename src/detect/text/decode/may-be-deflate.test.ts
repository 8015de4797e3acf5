import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayBeDeflate } from './may-be-deflate.ts';

function inflates(bytes: Uint8Array): boolean {
  try {
    inflateRawSync(bytes);
    return true;
  } catch {
    return false;
  }
}

const STRATEGIES = [
  constants.Z_DEFAULT_STRATEGY,
  constants.Z_FIXED,
  constants.Z_HUFFMAN_ONLY,
  constants.Z_RLE,
];
const plain = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ maxLength: 400 }).map((text) => Buffer.from(text)),
  fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 9 }), fc.integer({ min: 1, max: 400 }))
    .map(([piece, times]) => Buffer.concat(Array.from({ length: times }, () => Buffer.from(piece)))),
);
const stream = fc
  .tuple(plain, fc.integer({ min: 0, max: 9 }), fc.constantFrom(...STRATEGIES))
  .map(([bytes, level, strategy]) => deflateRawSync(bytes, { level, strategy }));

describe('mayBeDeflate', () => {
  it('lets every raw deflate stream through, whatever made it', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        expect(mayBeDeflate(bytes)).toBe(true);
      }),
      { seed: 5, numRuns: 1500 },
    );
  });

  it('lets through whatever zlib reads, also of damaged streams and of any short bytes', () => {
    const damaged = fc.tuple(stream, fc.nat(), fc.nat(255)).map(([bytes, at, by]) => {
      const bad = Buffer.from(bytes);
      const index = at % Math.max(1, Math.min(bad.length, 8));
      bad[index] = (bad[index] ?? 0) ^ by;
      return bad;
    });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 12 })), (bytes) => {
        if (inflates(bytes)) expect(mayBeDeflate(bytes)).toBe(true);
      }),
      { seed: 6, numRuns: 4000 },
    );
    // Every first byte, with every second one that the step comes to.
    for (let value = 0; value < 65536; value += 7) {
      const bytes = Uint8Array.of(value & 255, value >> 8);
      if (inflates(bytes)) expect(mayBeDeflate(bytes), String(value)).toBe(true);
    }
  });

  it('turns nearly all other bytes away', () => {
    let through = 0;
    let state = 1;
    for (let i = 0; i < 5000; i++) {
      const bytes = Buffer.alloc(200);
      for (let at = 0; at < bytes.length; at++) {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        bytes[at] = state >>> 24;
      }
      if (mayBeDeflate(bytes)) through++;
    }
    expect(through).toBeLessThan(100);
  });
});
