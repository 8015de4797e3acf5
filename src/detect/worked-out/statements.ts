import { goOn } from './expressions.ts';
import type { Machine } from './machine.ts';
import { nodeStatement } from './node-statements.ts';
import { operate } from './operators.ts';
import type { Target } from './parts.ts';
import { takesApart } from './primaries.ts';
import { pythonStatement } from './python-statements.ts';
import { addTo, itemsOf, List, UNKNOWN, type Value } from './value.ts';

/** Reads statements from a token to another. */
export function run(machine: Machine, start: number, end: number, indent: number): void {
  machine.within(start, end, () => {
    machine.indent = indent;
    while (!machine.done && machine.leaves === undefined) {
      const before = machine.at;
      machine.parts.statement();
      // Whatever cannot be read is passed over.
      if (machine.at === before) machine.next();
    }
  });
}

export function statement(machine: Machine): void {
  if (machine.token.kind === 'line') {
    machine.indent = machine.next().indent ?? 0;
    return;
  }
  if (machine.isMark(';')) {
    machine.next();
    return;
  }
  if (machine.isTooDeep) {
    machine.at = machine.end;
    return;
  }
  machine.nest++;
  const isRead = machine.language === 'python' ? pythonStatement(machine) : nodeStatement(machine);
  if (!isRead) expressionStatement(machine);
  machine.nest--;
}

/** `f(x)`, `a = b = x`, `a, b = x, y`, `a += x`. */
function expressionStatement(machine: Machine): void {
  const first = several(machine);
  if (machine.language !== 'python') return;
  let { targets } = first;
  // `a: str = x`
  if (machine.isMark(':') && targets.length === 1) {
    machine.next();
    machine.parts.expression(2);
  }
  const all: (Target | undefined)[][] = [];
  let last: Value = UNKNOWN;
  while (machine.isMark('=') && all.length < 20) {
    machine.next();
    all.push(targets);
    const next = several(machine);
    [targets, last] = [next.targets, next.value];
  }
  for (const each of all) give(each, last);
}

/** What stands between commas. */
function several(machine: Machine): { readonly value: Value; readonly targets: (Target | undefined)[] } {
  // Python's `=` belongs to the statement.
  const least = machine.language === 'python' ? 2 : 0;
  const read = (): Value => {
    const start = machine.at;
    const value = machine.parts.expression(least);
    return augmented(machine, value, start);
  };
  const values = [read()];
  const targets = [machine.target];
  goOn(machine);
  while (machine.isMark(',') && values.length < 200) {
    machine.next();
    goOn(machine);
    if (machine.token.kind === 'line' || machine.isMark('=')) break;
    const isSpread = machine.take('*');
    const value = read();
    addTo(values, isSpread ? (itemsOf(value) ?? [UNKNOWN]) : [value]);
    targets.push(machine.target);
    goOn(machine);
  }
  const [only = UNKNOWN] = values;
  return { value: values.length === 1 ? only : new List(values), targets };
}

/** `a += x` of Python, whose sign `expression` leaves where it stands. */
function augmented(machine: Machine, left: Value, start: number): Value {
  const { kind, text } = machine.token;
  if (machine.language !== 'python' || kind !== 'mark' || machine.at === start) return left;
  const whole = /^(?:[-+&]=)$/.test(text) ? text : machine.ahead().text === '=' ? `${text}=` : '';
  if (!/^[-+&|^*%]=$/.test(whole) || machine.target === undefined) return left;
  const { target } = machine;
  machine.next();
  if (whole !== text) machine.next();
  const right = machine.parts.expression(2);
  const value = operate(whole.slice(0, -1), left, right, machine.language);
  if (typeof value === 'string') machine.budget.takeText(value.length);
  target(value);
  machine.target = undefined;
  return value;
}

function give(targets: readonly (Target | undefined)[], value: Value): void {
  const target = targets.length === 1 ? targets[0] : takesApart(targets);
  target?.(value);
}
