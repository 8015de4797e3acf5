import { createHmac } from 'node:crypto';
import { BOXES_WORDS, Pwxform } from './pwxform.ts';
import { salsa20 } from './salsa20.ts';

/** How a block is mixed: by Salsa20/8, or by pwxform. */
type BlockMix = (x: Int32Array) => void;

/**
 * SMix of yescrypt for one thread (p = 1), in place.
 *
 * @param b 128 · r bytes, little-endian words
 * @param n the memory's size in blocks, a power of two
 * @returns the key for the last steps, made out of `key`
 */
export function smix(b: Int32Array, r: number, n: number, key: Buffer): Buffer {
  const boxes = new Int32Array(BOXES_WORDS);
  fill(b.subarray(0, 32), boxes, 1, salsaMix(1), false);
  const last = b.subarray(32 * r - 16, 32 * r);
  const next = createHmac('sha256', Buffer.from(last.buffer, last.byteOffset, last.byteLength))
    .update(key)
    .digest();
  const memory = new Int32Array(32 * r * n);
  const mix = pwxMix(new Pwxform(boxes), r);
  fill(b, memory, r, mix, true);
  const loops = Math.floor((n + 2) / 3);
  const rounded = loops + (loops & 1);
  blend(b, memory, r, n, rounded, mix);
  return next;
}

/** SMix1: fills the memory with the states that `b` goes through. */
function fill(b: Int32Array, memory: Int32Array, r: number, mix: BlockMix, readsBack: boolean): void {
  const size = 32 * r;
  const x = shuffled(b, r);
  const n = memory.length / size;
  for (let i = 0; i < n; i++) {
    memory.set(x, i * size);
    if (readsBack && i > 1) {
      const power = 2 ** (31 - Math.clz32(i));
      xor(x, memory, (((x[size - 16] ?? 0) & (power - 1)) + i - power) * size);
    }
    mix(x);
  }
  unshuffle(x, b, r);
}

/** SMix2: reads and rewrites the memory in the order that the state tells. */
function blend(b: Int32Array, memory: Int32Array, r: number, n: number, loops: number, mix: BlockMix): void {
  const size = 32 * r;
  const x = shuffled(b, r);
  for (let i = 0; i < loops; i++) {
    const at = ((x[size - 16] ?? 0) & (n - 1)) * size;
    xor(x, memory, at);
    memory.set(x, at);
    mix(x);
  }
  unshuffle(x, b, r);
}

function shuffled(b: Int32Array, r: number): Int32Array {
  return Int32Array.from({ length: 32 * r }, (_, i) => b[(i & ~15) + (((i & 15) * 5) & 15)] ?? 0);
}

function unshuffle(x: Int32Array, b: Int32Array, r: number): void {
  for (let i = 0; i < 32 * r; i++) b[(i & ~15) + (((i & 15) * 5) & 15)] = x[i] ?? 0;
}

function xor(x: Int32Array, memory: Int32Array, at: number): void {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] ?? 0) ^ (memory[at + i] ?? 0);
}

/** BlockMix of scrypt (RFC 7914, section 4) with Salsa20/8. */
function salsaMix(r: number): BlockMix {
  const y = new Int32Array(32 * r);
  const state = new Int32Array(16);
  return (x) => {
    state.set(x.subarray(32 * r - 16));
    for (let i = 0; i < 2 * r; i++) {
      for (let k = 0; k < 16; k++) state[k] = (state[k] ?? 0) ^ (x[i * 16 + k] ?? 0);
      salsa20(state, 0, 8);
      y.set(state, ((i & 1) * r + (i >> 1)) * 16);
    }
    x.set(y);
  };
}

function pwxMix(pwxform: Pwxform, r: number): BlockMix {
  const state = new Int32Array(16);
  return (x) => {
    const last = (2 * r - 1) * 16;
    state.set(x.subarray(last));
    for (let at = 0; at <= last; at += 16) {
      for (let k = 0; k < 16; k++) state[k] = (state[k] ?? 0) ^ (x[at + k] ?? 0);
      pwxform.transform(state);
      x.set(state, at);
    }
    salsa20(x, last, 2);
  };
}
