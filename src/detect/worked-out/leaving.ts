import type { Left } from './left.ts';
import type { Machine } from './machine.ts';

/** `continue`, `break` and `return`, the cursor behind them. Those that may not be reached leave nothing. */
export function leave(machine: Machine, how: Left): void {
  if (machine.muted > 0) return;
  const { insideOf } = machine;
  const certain = how === 'call' ? insideOf.call : insideOf.loop;
  // What of a `switch` is taken is not known, and its `break` leaves nothing else.
  const isSure = machine.perhaps === certain && machine.at > insideOf.choiceEnd;
  if (isSure) machine.leaves = how;
  else machine.mayLeave = true;
}

/** Reads a round of a loop, or what a function does, and says how it was left. */
export function leftBy(machine: Machine, what: 'loop' | 'call', read: () => void): Left | undefined {
  const { insideOf, leaves } = machine;
  machine.leaves = undefined;
  machine.insideOf = { call: insideOf.call, [what]: machine.perhaps, choiceEnd: -1 };
  read();
  const how = machine.leaves;
  machine.insideOf = insideOf;
  machine.leaves = leaves;
  return how;
}

/** Reads what may be done or not, to its end: nothing leaves it. */
export function toItsEnd(machine: Machine, read: () => void): void {
  const { insideOf, leaves } = machine;
  machine.leaves = undefined;
  machine.insideOf = { choiceEnd: -1 };
  machine.maybe(read);
  machine.insideOf = insideOf;
  machine.leaves = leaves;
}
