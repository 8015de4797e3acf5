import type { FileChange, Totals } from './difference.ts';

/** Groups that are told apart; what comes after goes under none. */
const MAX_GROUPS = 2000;

/** Adds changes up by group. */
export class TotalsBy<K extends string | number> {
  readonly #groups = new Map<K, { -readonly [N in keyof Totals]: Totals[N] }>();

  add(key: K, { how, size, sizeBefore = 0 }: FileChange): void {
    const known = this.#groups.get(key);
    if (known === undefined && this.#groups.size >= MAX_GROUPS) return;
    const totals = known ?? { added: 0, changed: 0, removed: 0, bytes: 0 };
    totals[how]++;
    totals.bytes += how === 'removed' ? -size : size - sizeBefore;
    this.#groups.set(key, totals);
  }

  of(key: K): Totals {
    return this.#groups.get(key) ?? { added: 0, changed: 0, removed: 0, bytes: 0 };
  }

  byKey(): readonly (readonly [K, Totals])[] {
    return [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Most changes first. */
  sorted(): readonly (readonly [K, Totals])[] {
    const count = ({ added, changed, removed }: Totals): number => added + changed + removed;
    return [...this.byKey()].sort(([, a], [, b]) => count(b) - count(a));
  }
}
