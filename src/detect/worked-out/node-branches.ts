import { closingAt } from './blocks.ts';
import type { Machine } from './machine.ts';
import { truth } from './value.ts';

export function condition(machine: Machine): { readonly holds: () => boolean | undefined } {
  const from = machine.at;
  const end = closingAt(machine, from) + 1;
  machine.at = end;
  return { holds: () => truth(machine.within(from, end, () => machine.parts.expression(0))) };
}

export function branches(machine: Machine): void {
  machine.next();
  const holds = condition(machine).holds();
  const arm = (isTaken: boolean | undefined): void => {
    if (isTaken === true) machine.parts.statement();
    else if (isTaken === undefined) machine.maybe(() => machine.parts.statement());
    else pass(machine);
  };
  arm(holds);
  machine.take(';');
  if (!machine.isName('else')) return;
  machine.next();
  arm(holds === undefined ? (machine.firstOnly ? false : undefined) : !holds);
}

/** Over a statement that is not taken. */
export function pass(machine: Machine): void {
  machine.muted++;
  if (machine.isMark('{')) machine.at = closingAt(machine, machine.at) + 1;
  else machine.maybe(() => machine.parts.statement());
  machine.muted--;
}

/** `switch (…) { … }`: all cases one after the other. */
export function choice(machine: Machine): void {
  machine.next();
  if (machine.isMark('(')) machine.at = closingAt(machine, machine.at) + 1;
  if (!machine.isMark('{')) return;
  const { insideOf } = machine;
  machine.insideOf = { ...insideOf, choiceEnd: closingAt(machine, machine.at) };
  machine.parts.statement();
  machine.insideOf = insideOf;
}
