import { forgetLoop } from './forgetting.ts';
import { leftBy, toItsEnd } from './leaving.ts';
import type { Machine } from './machine.ts';
import type { Body } from './parts.ts';
import { itemsOf, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

/** Rounds of a loop that something may leave of which it is not known whether it does. */
const MAX_UNSURE_ROUNDS = 300;

/** What is done in each round of a loop. */
export interface Rounds {
  readonly round: () => void;
  /** Its tokens, once it was done. */
  readonly body: () => Body;
}

/** Goes through a loop as often as its condition holds; once where that is not known. */
export function loopWhile(machine: Machine, holds: () => boolean | undefined, rounds: Rounds): void {
  const first = holds();
  if (first === undefined) toItsEnd(machine, rounds.round);
  if (first !== true) return;
  let count = 0;
  const next = (): boolean => {
    if (count > MAX_UNSURE_ROUNDS && machine.mayLeave) return false;
    return count++ === 0 || holds() === true;
  };
  goThrough(machine, rounds, next, () => undefined);
}

/** Goes through a loop over the items of a value; once where they are not known. */
export function loopOver(machine: Machine, over: Value, rounds: Rounds, bind: (item: Value) => void): void {
  const all = itemsOf(over);
  if (all === undefined) {
    bind(over === UNFOLLOWED ? UNFOLLOWED : UNKNOWN);
    toItsEnd(machine, rounds.round);
    return;
  }
  let at = 0;
  const next = (): boolean => {
    if (at >= all.length) return false;
    bind(all[at++] ?? UNKNOWN);
    return true;
  };
  goThrough(machine, rounds, next, () => {
    bind(UNFOLLOWED);
  });
}

/**
 * @param next begins the next round, where there is one
 * @param unbind makes what it goes through unknown, for the rounds that are not gone through
 */
function goThrough(machine: Machine, { round, body }: Rounds, next: () => boolean, unbind: () => void): void {
  const { mayLeave } = machine;
  machine.mayLeave = false;
  let isWhole = false;
  let isCut = false;
  const goOn = (): boolean => {
    if (!next()) return false;
    isCut = !machine.budget.mayRepeat;
    if (isCut) return false;
    const left = leftBy(machine, 'loop', round);
    isWhole ||= left === undefined;
    if (left === 'call') machine.leaves = left;
    return left === undefined || left === 'round';
  };
  // What is read for the first time costs a program nothing of what may be repeated.
  const hasMore = goOn();
  machine.repeated(() => {
    if (hasMore)
      machine.budget.inLoop(() => {
        while (goOn());
      });
    if (isCut) {
      forgetLoop(machine, body());
      unbind();
      toItsEnd(machine, round);
      forgetLoop(machine, body());
    } else if (!isWhole) toItsEnd(machine, round);
  });
  machine.mayLeave ||= mayLeave;
}
