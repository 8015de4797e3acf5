import { limitReached } from '../../base/limit-reached.ts';
import type { LimitName, Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';

/** Below this, a high ratio is ordinary: an archive of empty files shrinks a thousandfold. */
const RATIO_FREE_BYTES = 64 * 1024 * 1024;

/** A limit ends the reading of everything in one file of the layer. */
export class LimitStop extends Error {
  readonly limit: LimitName;

  constructor(limit: LimitName) {
    super(limit);
    this.limit = limit;
  }
}

/** Counts what is unpacked out of one layer's archives, against its limits. */
export class NestedBudget {
  readonly #limits: Limits;
  #files = 0;
  #bytes = 0;
  #slowBytes = 0;
  #hostBytes = 0;
  #hostMax = 0;
  /** The limit that keeps the layer's further archives from being opened. */
  full: LimitName | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** A file of the layer begins. */
  startHost(size: number): void {
    this.#hostBytes = 0;
    this.#hostMax = Math.max(RATIO_FREE_BYTES, size * this.#limits.maxNestedRatio);
  }

  /** @throws LimitStop */
  file(): void {
    if (this.#files >= this.#limits.maxNestedFiles) this.#end('maxNestedFiles');
    this.#files++;
  }

  /** @throws LimitStop */
  spend(bytes: number): void {
    this.#bytes += bytes;
    this.#hostBytes += bytes;
    if (this.#bytes > this.#limits.maxNestedBytes) this.#end('maxNestedBytes');
    if (this.#hostBytes > this.#hostMax) throw new LimitStop('maxNestedRatio');
  }

  /** @throws LimitStop */
  slow(bytes: number): void {
    this.#slowBytes += bytes;
    if (this.#slowBytes > this.#limits.maxNestedSlowBytes) throw new LimitStop('maxNestedSlowBytes');
  }

  #end(limit: LimitName): never {
    this.full = limit;
    throw new LimitStop(limit);
  }

  /** What is recorded of an archive that reached it. */
  unknownOf(limit: LimitName, path: string): Unknown {
    const what = `it takes more to unpack than ${limit} (${this.#limits[limit]}) allows`;
    return limitReached(limit, `${what}; not all of it was looked into`, path);
  }
}
