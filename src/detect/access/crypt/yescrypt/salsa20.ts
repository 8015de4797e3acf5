const X = new Int32Array(16);

/**
 * Salsa20 on sixteen words at `at`, in place. The words lie in the order that SSE2 code wants (word i of the standard
 * at place i · 13 mod 16), as yescrypt keeps them.
 */
export function salsa20(block: Int32Array, at: number, rounds: number): void {
  for (let i = 0; i < 16; i++) X[(i * 5) & 15] = block[at + i] ?? 0;
  for (let round = 0; round < rounds; round += 2) {
    quarter(0, 4, 8, 12);
    quarter(5, 9, 13, 1);
    quarter(10, 14, 2, 6);
    quarter(15, 3, 7, 11);
    quarter(0, 1, 2, 3);
    quarter(5, 6, 7, 4);
    quarter(10, 11, 8, 9);
    quarter(15, 12, 13, 14);
  }
  for (let i = 0; i < 16; i++) block[at + i] = ((block[at + i] ?? 0) + (X[(i * 5) & 15] ?? 0)) | 0;
}

function quarter(a: number, b: number, c: number, d: number): void {
  X[b] = (X[b] ?? 0) ^ rotated(((X[a] ?? 0) + (X[d] ?? 0)) | 0, 7);
  X[c] = (X[c] ?? 0) ^ rotated(((X[b] ?? 0) + (X[a] ?? 0)) | 0, 9);
  X[d] = (X[d] ?? 0) ^ rotated(((X[c] ?? 0) + (X[b] ?? 0)) | 0, 13);
  X[a] = (X[a] ?? 0) ^ rotated(((X[d] ?? 0) + (X[c] ?? 0)) | 0, 18);
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
