import { limitReached } from '../../base/limit-reached.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { LayerObservations } from './layer-job.ts';

type Seen = ReadonlyMap<string, LayerObservations>;

/** About how much work it was to look at a layer's texts. */
export function lookWork(seen: Seen): number {
  return [...seen.values()].reduce((most, { looked }) => Math.max(most, looked?.work ?? 0), 0);
}

/** What was seen in a layer elsewhere than in its texts. */
export function withoutLooks(seen: Seen): Seen {
  return new Map(
    [...seen].map(([id, { observations, unknowns, looked }]) => [
      id,
      {
        observations: observations.slice(looked?.seen ?? 0),
        unknowns: unknowns.slice(looked?.told ?? 0),
      },
    ]),
  );
}

/**
 * Holds what detectors look at in the texts of all layers of one image within a bound. What counts are the layers below: where
 * they are more, a layer's texts are not looked at. So which ones are left out does not depend on the order of reading.
 */
export class LookBudget {
  readonly #limit: number;
  readonly #work: number[];
  #total = 0;

  constructor(layers: number, limit: number) {
    this.#limit = limit;
    this.#work = Array.from({ length: layers }, () => 0);
  }

  /** Notes what a layer was. */
  note(layer: number, work: number): void {
    this.#total += work - (this.#work[layer] ?? 0);
    this.#work[layer] = work;
  }

  /** Some layers will be left out, whichever they are. */
  get isExceeded(): boolean {
    return this.#total > this.#limit;
  }

  /** The first layer whose texts are left out, by what is known so far; so are those of all above it. */
  firstLeftOut(): number {
    if (!this.isExceeded) return this.#work.length;
    let sum = 0;
    return this.#work.findIndex((work) => (sum += work) > this.#limit) + 1;
  }

  /** What is told of each layer whose texts are left out. */
  unknown(): Unknown {
    return limitReached(
      'maxImageScriptParts',
      `texts of the layers below have more commands than detectors look at in one image; those of this layer were not looked at (maxImageScriptParts ${this.#limit})`,
    );
  }
}
