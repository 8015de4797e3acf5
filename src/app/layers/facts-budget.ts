import { limitReached } from '../../base/limit-reached.ts';
import type { Unknown } from '../../base/unknown.ts';
import { countEntries } from '../../image/entries/facts-bytes.ts';

/** Bytes that an entry takes beside the table: the object that reads it, its place in the merged tree. Measured. */
const ENTRY = 400;

/** About how many bytes of memory a layer's facts take once they are merged: names stand in the table and beside it. */
export function factsCost(facts: Uint8Array): number {
  return ENTRY * countEntries(facts) + 2 * facts.length;
}

/**
 * Holds the facts of all layers of one image within a bound. What counts is a layer with all below it, so which ones
 * are left out does not depend on the order in which they became known, and each may be let go as soon as it is known
 * not to fit.
 */
export class FactsBudget {
  readonly #limit: number;
  readonly #costs: number[];

  constructor(layers: number, limit: number) {
    this.#limit = limit;
    this.#costs = Array.from({ length: layers }, () => 0);
  }

  /** Notes what a layer costs. */
  note(layer: number, cost: number): void {
    this.#costs[layer] = cost;
  }

  /** The first layer that does not fit any more, by what is known so far; it and all above it are to be left out. */
  firstLeftOut(): number {
    let sum = 0;
    const first = this.#costs.findIndex((cost) => (sum += cost) > this.#limit);
    return first === -1 ? this.#costs.length : first;
  }

  /** What is told of each layer that is left out. */
  unknown(): Unknown {
    return limitReached(
      'maxImageFactsBytes',
      `names and facts of the entries of this layer and those below it take more than maxImageFactsBytes (${this.#limit}); it is left out`,
    );
  }
}
