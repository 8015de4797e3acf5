import type { Triggers } from '../../image/layer-facts.ts';
import { compileTriggers, type TriggerScanner } from './mark-collector.ts';

interface Compiled {
  readonly sets: readonly Triggers[];
  readonly noted: readonly string[];
  readonly scanner: TriggerScanner;
}

let last: Compiled | undefined;

/** The same as `compileTriggers`, and the same scanner for what it was asked of last: a thread reads one layer after another. */
export function compiledTriggers(sets: readonly Triggers[], noted: readonly string[]): TriggerScanner {
  if (last === undefined || !areSame(last.sets, sets) || !areSame(last.noted, noted))
    last = { sets, noted, scanner: compileTriggers(sets, noted) };
  return last.scanner;
}

function areSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
