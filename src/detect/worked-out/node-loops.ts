import { closingAt } from './blocks.ts';
import { bindNames, loopNames } from './comprehensions.ts';
import { loopOver, loopWhile, type Rounds } from './loops.ts';
import type { Machine } from './machine.ts';
import { condition, pass } from './node-branches.ts';
import { truth } from './value.ts';

export function forLoop(machine: Machine): void {
  machine.next();
  if (machine.isName('await')) machine.next();
  const open = machine.at;
  const close = closingAt(machine, open);
  let isEach = false;
  for (let at = open + 1; at < Math.min(close, open + 40); at++)
    isEach ||= /^(?:of|in)$/.test(machine.tokens[at]?.text ?? '') && machine.tokens[at]?.kind === 'name';
  machine.next();
  if (isEach) {
    const names = loopNames(machine, /^(?:of|in)$/);
    const all = machine.parts.expression(0);
    machine.at = close + 1;
    const rounds = body(machine);
    loopOver(machine, all, rounds, (item) => {
      bindNames(machine, names, item);
    });
    rounds.skip();
    return;
  }
  if (!machine.isMark(';')) machine.parts.statement();
  machine.take(';');
  const from = machine.at;
  machine.at = close + 1;
  const rounds = body(machine);
  let next = from;
  const holds = (): boolean | undefined =>
    machine.within(from, close, () => {
      const value = machine.isMark(';') ? true : machine.parts.expression(0);
      machine.take(';');
      next = machine.at;
      return truth(value);
    });
  const round = (): void => {
    rounds.round();
    machine.within(next, close, () => {
      while (!machine.done) {
        machine.parts.expression(0);
        if (!machine.take(',')) break;
      }
    });
  };
  loopWhile(machine, holds, { ...rounds, round });
  rounds.skip();
}

export function whileLoop(machine: Machine): void {
  machine.next();
  const { holds } = condition(machine);
  const rounds = body(machine);
  loopWhile(machine, holds, rounds);
  rounds.skip();
}

/** `do { … } while (…)`. */
export function doLoop(machine: Machine): void {
  machine.next();
  if (!machine.isMark('{')) return;
  const rounds = body(machine);
  machine.at = closingAt(machine, machine.at) + 1;
  if (!machine.isName('while') || machine.ahead().text !== '(') {
    rounds.round();
    return;
  }
  machine.next();
  const { holds } = condition(machine);
  const behind = machine.at;
  let isFirst = true;
  const holdsAtLast = (): boolean | undefined => {
    const wasFirst = isFirst;
    isFirst = false;
    return wasFirst ? true : holds();
  };
  loopWhile(machine, holdsAtLast, rounds);
  machine.at = behind;
}

/** A statement as what is read again and again, and how to go behind it. */
function body(machine: Machine): Rounds & { readonly skip: () => void } {
  const start = machine.at;
  let behind: number | undefined;
  return {
    body: () => ({ start, end: behind ?? start, isExpression: false }),
    round: () => {
      machine.at = start;
      machine.parts.statement();
      behind = machine.at;
    },
    skip: () => {
      machine.at = start;
      if (behind === undefined) pass(machine);
      else machine.at = behind;
    },
  };
}
