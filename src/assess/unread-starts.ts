import type { Accounting } from '../explain/accounting/index.ts';
import { type Explanation, type StartStep, UNKEPT_TEXT } from '../explain/index.ts';
import type { Unread } from './assessment.ts';

const MAX_NAMED = 50;
const DETAIL =
  'it runs at start, nothing accounts for it, and its text was not kept: what it does is not known';

/**
 * Scripts that run at start whose text was not kept, because they lie where packages put texts that nobody runs. A package's
 * own is no gap; any other is where a start would be put that nobody shall read.
 */
export function unreadStarts(
  { startChain }: Explanation,
  accounting: Accounting | undefined,
): readonly Unread[] {
  const suspects = new Set([
    ...(accounting?.unaccounted ?? []).map(({ path }) => path),
    ...(accounting?.changedFiles ?? []).map(({ path }) => path),
  ]);
  const found = new Map<string, Unread>();
  const walk = (steps: readonly StartStep[]): void => {
    for (const { path, layer, unknown, taken, children } of steps) {
      if (taken === false || found.size >= MAX_NAMED) continue;
      if (path !== undefined && unknown?.includes(UNKEPT_TEXT) === true && suspects.has(path)) {
        const where = { ...(layer === undefined ? {} : { layer }), path: path.slice(1) };
        found.set(path, { ...where, reason: 'unreadable', detail: DETAIL });
      }
      walk(children);
    }
  };
  walk(startChain);
  return [...found.values()];
}
