import type { StartStep } from '../explain/explanation.ts';
import { byKey } from './by-key.ts';
import type { Difference } from './difference.ts';

/**
 * Steps by what runs, as what, from which file and behind which condition. The line does not count: text above a
 * command moves it, and changes nothing. Given without children, each stands for itself.
 */
export function compareStartSteps(
  before: readonly StartStep[],
  after: readonly StartStep[],
): Difference['startSteps'] {
  const { new: fresh, gone } = byKey(allSteps(before), allSteps(after), keyOf);
  return { new: fresh, gone };
}

function keyOf({ what, command, runs, path, file, when, taken }: StartStep): string {
  return JSON.stringify([what, command, runs, path, file, when, taken]);
}

/** In the order in which they run; bounded by the start chain's own limit. */
function allSteps(chain: readonly StartStep[]): readonly StartStep[] {
  const all: StartStep[] = [];
  const pending = [...chain].reverse();
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    all.push({ ...step, children: [] });
    pending.push(...[...step.children].reverse());
  }
  return all;
}
