import type { Body, Machine } from './machine.ts';
import { itemsOf, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

const MAX_ROUNDS = 20_000;

/**
 * Goes through a loop as often as what it goes through, or its condition, says; once where that is not known.
 *
 * @param over the value that it goes through, or its condition
 * @param body the tokens of what is done each time, once it was done
 */
export function loop(
  machine: Machine,
  over: Value | (() => boolean | undefined),
  round: () => void,
  body: () => Body,
  bind: (item: Value) => void = () => undefined,
): void {
  if (typeof over === 'function') {
    let holds = over();
    if (holds !== true) {
      if (holds === undefined) machine.maybe(round);
      return;
    }
    round();
    machine.repeated(() => {
      for (let count = 0; count < MAX_ROUNDS && machine.mayRepeat; count++) {
        holds = over();
        // `while True` ends by a `break`, at the first of which this does.
        if (holds !== true || count > 300) return;
        round();
      }
      if (holds === true) forget(machine, body());
    });
    return;
  }
  const all = itemsOf(over);
  if (all === undefined) {
    bind(over === UNFOLLOWED ? UNFOLLOWED : UNKNOWN);
    machine.maybe(round);
    return;
  }
  const [first, ...rest] = all;
  if (first === undefined) return;
  bind(first);
  round();
  machine.repeated(() => {
    for (const item of rest) {
      bind(item);
      round();
      if (!machine.mayRepeat) {
        forget(machine, body());
        return;
      }
    }
  });
}

const ASSIGNS = /^(?:=|[-+&]=|\?\?=|\|\|=)$/;

/** What a loop sets of which not all rounds were gone through is more than is followed. */
function forget(machine: Machine, { start, end }: Body): void {
  for (let at = start; at < end; at++) {
    const token = machine.tokens[at];
    if (token?.kind !== 'name') continue;
    const [next = '', second = '', third = ''] = [1, 2, 3].map((more) => machine.tokens[at + more]?.text);
    const isSet = ASSIGNS.test(next) || (second === '=' && /^[-+*/%^|]$/.test(next));
    const isFilled =
      next === '.' && /^(?:append|push|extend|insert|unshift|add)$/.test(second) && third === '(';
    if (isSet || isFilled) machine.set(token.text, UNFOLLOWED);
  }
}
