/** Parameters of the flavour that crypt(3) uses: two lanes of 64 bits, four gathered, six rounds, S-boxes of 4 KiB. */
const GATHER = 4;
const ROUNDS = 6;
const MASK = 4080;
/** Words of 32 bits of one S-box: 256 entries of two lanes of two words. */
const BOX_WORDS = 1024;
export const BOXES_WORDS = 3 * BOX_WORDS;

/** The three S-boxes, which change with every block, and where in the third the next lane is written. */
export class Pwxform {
  readonly #boxes: Int32Array;
  #first: number;
  #second: number;
  #third: number;
  #next = 0;

  constructor(boxes: Int32Array) {
    this.#boxes = boxes;
    [this.#third, this.#second, this.#first] = [0, BOX_WORDS, 2 * BOX_WORDS];
  }

  /** Transforms the sixteen words of `x` in place. */
  transform(x: Int32Array): void {
    const boxes = this.#boxes;
    const [first, second, third] = [this.#first, this.#second, this.#third];
    let next = this.#next;
    for (let round = 0; round < ROUNDS; round++) {
      const writes = round !== 0 && round !== ROUNDS - 1;
      for (let lane = 0; lane < GATHER * 4; lane += 4) {
        const from0 = first + (((x[lane] ?? 0) & MASK) >>> 2);
        const from1 = second + (((x[lane + 1] ?? 0) & MASK) >>> 2);
        for (let k = 0; k < 4; k += 2) {
          const a = x[lane + k] ?? 0;
          const b = x[lane + k + 1] ?? 0;
          // The product of 64 bits, out of four of 32.
          const al = a & 0xffff;
          const ah = a >>> 16;
          const bl = b & 0xffff;
          const bh = b >>> 16;
          const middle = ah * bl + ((al * bl) >>> 16);
          const other = al * bh + (middle & 0xffff);
          let high = ah * bh + (middle >>> 16) + (other >>> 16);
          const sum = (Math.imul(a, b) >>> 0) + ((boxes[from0 + k] ?? 0) >>> 0);
          high += ((boxes[from0 + k + 1] ?? 0) >>> 0) + (sum > 0xffffffff ? 1 : 0);
          const newLow = (sum | 0) ^ (boxes[from1 + k] ?? 0);
          const newHigh = (high | 0) ^ (boxes[from1 + k + 1] ?? 0);
          x[lane + k] = newLow;
          x[lane + k + 1] = newHigh;
          if (writes) {
            boxes[third + next] = newLow;
            boxes[third + next + 1] = newHigh;
            next += 2;
          }
        }
      }
    }
    this.#next = next & (BOX_WORDS - 1);
    [this.#first, this.#second, this.#third] = [third, first, second];
  }
}
