/** Sets of the numbers 0 to `size` - 1 that grow together; near-linear (path halving, union by size). */
export class UnionFind {
  readonly #parent: Int32Array;
  readonly #size: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
    this.#size = new Int32Array(size).fill(1);
  }

  /** The number that stands for the set that `item` is in. */
  find(item: number): number {
    let at = item;
    while (this.#at(at) !== at) {
      this.#parent[at] = this.#at(this.#at(at));
      at = this.#at(at);
    }
    return at;
  }

  union(a: number, b: number): void {
    const [one, other] = [this.find(a), this.find(b)];
    if (one === other) return;
    const [small, large] = this.#sizeOf(one) < this.#sizeOf(other) ? [one, other] : [other, one];
    this.#parent[small] = large;
    this.#size[large] = this.#sizeOf(one) + this.#sizeOf(other);
  }

  unionAll(items: Iterable<number>): void {
    let first: number | undefined;
    for (const item of items) {
      first ??= item;
      this.union(first, item);
    }
  }

  #at(item: number): number {
    return this.#parent[item] as number;
  }

  #sizeOf(root: number): number {
    return this.#size[root] as number;
  }
}
