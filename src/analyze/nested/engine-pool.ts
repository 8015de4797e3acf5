import type { Limits } from '../../base/limits.ts';
import { NotUnpacked } from '../../base/unpack/xz.ts';
import type { ArchiveTools } from './archive-format.ts';
import type { NestedBudget } from './nested-budget.ts';
import { SyncEngine } from './sync-engine.ts';

/** The least that zstd's own decoder takes (ZSTD_WINDOWLOG_ABSOLUTEMIN). */
const MIN_WINDOW_BITS = 10;

/** The tools of one depth; what costs much to make is made once. */
export class EnginePool implements ArchiveTools {
  readonly limits: Limits;
  readonly maxWindow: number;
  readonly #budget: NestedBudget;
  #inflate: SyncEngine | undefined;

  constructor(limits: Limits, budget: NestedBudget, depth: number) {
    this.limits = limits;
    this.#budget = budget;
    // All that are open at once take less than twice the limit.
    this.maxWindow = Math.floor(limits.maxNestedWindow / 2 ** depth);
  }

  inflate(): SyncEngine {
    if (this.#inflate === undefined) this.#inflate = made(() => SyncEngine.inflate());
    else this.#inflate.reset();
    return this.#inflate;
  }

  zstd(): SyncEngine {
    const bits = Math.max(MIN_WINDOW_BITS, Math.floor(Math.log2(this.maxWindow)));
    return made(() => SyncEngine.zstd(bits));
  }

  unpacked(bytes: number): void {
    this.#budget.spend(bytes);
  }

  slowlyUnpacked(bytes: number): void {
    this.#budget.spend(bytes);
    this.#budget.slow(bytes);
  }

  close(): void {
    this.#inflate?.close();
    this.#inflate = undefined;
  }
}

function made(make: () => SyncEngine): SyncEngine {
  try {
    return make();
  } catch (error) {
    throw new NotUnpacked((error as Error).message);
  }
}
