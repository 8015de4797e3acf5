import type { Limits } from '../../base/limits.ts';
import type { NestedFacts } from '../../image/nested-facts.ts';
import { MarkCollector, type TriggerScanner } from '../scan/mark-collector.ts';
import { LimitStop, NestedBudget } from './nested-budget.ts';
import { type NestedKeeper, NestedWalk, type WalkShared } from './nested-walk.ts';
import { OpaqueList } from './opaque-list.ts';

/** The layer's own file that comes next. */
export interface HostFile {
  readonly path: string;
  readonly size: number;
}

/**
 * Looks into the archives of one layer while their bytes pass: what a file is tells its beginning, its format's reader
 * takes it apart, and each file in it is looked into in the same way. Memory does not grow with what they hold.
 */
export class NestedReader {
  readonly #budget: NestedBudget;
  readonly #opaque: OpaqueList;
  readonly #shared: WalkShared;
  readonly #walk: NestedWalk;
  #host: HostFile = { path: '', size: 0 };
  #isStopped = false;

  /** @param marks of the layer's own files */
  constructor(limits: Limits, scanner: TriggerScanner, marks: MarkCollector, keeper: NestedKeeper) {
    this.#budget = new NestedBudget(limits);
    this.#opaque = new OpaqueList(limits.maxOpaqueListed);
    this.#shared = {
      limits,
      budget: this.#budget,
      keeper,
      archives: 0,
      files: 0,
      bytes: 0,
      newMarks: () => new MarkCollector(scanner, limits, marks),
      opaque: (one) => this.#opaque.add(one),
    };
    this.#walk = new NestedWalk(this.#shared, 0);
  }

  start(host: HostFile): void {
    this.#host = host;
    this.#isStopped = false;
    this.#budget.startHost(host.size);
    this.#walk.begin({ path: host.path, host: host.path, inner: host.path, mode: 0 }, host.path);
  }

  take(piece: Buffer): void {
    this.#guard(() => this.#walk.take(piece));
  }

  /**
   * The file has ended. Answers the triggers that are told by what lies in it, so that they need not be told of the file
   * once more; none where not all of it was looked into.
   */
  end(): ReadonlySet<string> {
    let isWhole = false;
    this.#guard(() => {
      isWhole = this.#walk.end();
    });
    return isWhole && !this.#isStopped ? this.#walk.told : NOTHING;
  }

  /** Looks into a part of the file that has just ended, which is an archive of its own. */
  appended(bytes: Buffer): void {
    const { path } = this.#host;
    this.start({ path, size: bytes.length });
    this.take(bytes);
    this.end();
  }

  /** What it all came to; undefined where there was nothing. Nothing can be read afterwards. */
  finish(): NestedFacts | undefined {
    this.#walk.close();
    if (this.#shared.archives === 0 && this.#opaque.listed.length === 0) return undefined;
    return {
      archives: this.#shared.archives,
      files: this.#shared.files,
      bytes: this.#shared.bytes,
      opaque: this.#opaque.listed,
      unlisted: this.#opaque.unlisted,
    };
  }

  /** A limit ends the reading of this file, wherever in it it was reached. */
  #guard(step: () => void): void {
    if (this.#isStopped) return;
    try {
      step();
    } catch (error) {
      if (!(error instanceof LimitStop)) throw error;
      this.#isStopped = true;
      const { path, size } = this.#host;
      this.#shared.keeper.problem(this.#budget.unknownOf(error.limit, path));
      // How far it was read is not told: where the bytes were cut would show in it.
      const detail = `not all of it was looked into: it takes more to unpack than ${error.limit} allows`;
      this.#opaque.add({ path, reason: 'limit-reached', detail, bytes: size });
      this.#walk.abandon();
    }
  }
}

const NOTHING: ReadonlySet<string> = new Set();
