import { goOn } from './expressions.ts';
import type { Machine } from './machine.ts';
import { elementOf, isLost, memberOf, setMember, sliceOf } from './members.ts';
import { addTo, Path, sizeOf, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

const MAX_POSTFIXES = 5000;

/** What follows a value: members, elements and calls. */
export function postfix(machine: Machine, start: Value): Value {
  let value = start;
  let base: Value | undefined;
  let member: string | undefined;
  for (let count = 0; count < MAX_POSTFIXES; count++) {
    goOn(machine);
    const { kind, text } = machine.token;
    if (kind === 'template' && machine.language === 'node') {
      // `String.raw`…``, and what takes a template apart by itself.
      const filled = machine.parts.primary();
      value = machine.parts.called({
        callee: value,
        base,
        member,
        args: [filled],
        named: new Map(),
        at: machine.at - 1,
      });
      [base, member] = [undefined, undefined];
      continue;
    }
    if (kind !== 'mark') break;
    if (text === '.' || text === '?.') {
      const next = machine.ahead();
      if (text === '?.' && (next.text === '(' || next.text === '[')) {
        machine.next();
        continue;
      }
      machine.next();
      machine.skipLines();
      machine.take('#');
      if (machine.token.kind !== 'name') break;
      member = machine.next().text;
      [base, value] = [value, memberOf(value, member)];
      machine.target = targetOf(machine, base, member);
    } else if (text === '[') {
      const key = subscript(machine);
      base = value;
      if (!Array.isArray(key) && isLost(base, key, machine.isMark('('))) machine.loses();
      value = Array.isArray(key) ? slice(machine, base, key) : elementOf(base, key);
      member = typeof key === 'string' ? key : undefined;
      machine.target = Array.isArray(key) ? undefined : targetOf(machine, base, key);
    } else if (text === '(') {
      const at = machine.at;
      const { args, named } = argumentsOf(machine);
      value = machine.parts.called({ callee: value, base, member, args, named, at });
      [base, member] = [undefined, undefined];
      machine.target = undefined;
    } else if (text === '++' || text === '--') {
      machine.next();
      if (typeof value === 'number' && machine.muted === 0)
        machine.target?.(value + (text === '++' ? 1 : -1));
    } else if (text === '!' && machine.language === 'node' && /^[.[(]$/.test(machine.ahead().text))
      machine.next();
    else break;
  }
  return value;
}

function targetOf(machine: Machine, base: Value, key: Value): (value: Value) => void {
  return (value) => {
    if (base instanceof Path && typeof key === 'string') {
      if (/^(?:os\.environ|process\.env)$/.test(base.name) && typeof value === 'string')
        machine.environment.set(key, value);
      // `module.exports = …`, and members that a program gives to what it does not define.
      else machine.scope.assign(`${base.name}.${key}`, value, machine.isWeak(value));
    } else setMember(base, key, value);
    machine.changes++;
  };
}

/** What stands in `[…]`: one value, or the sides of a slice. */
function subscript(machine: Machine): Value | (Value | null)[] {
  machine.next();
  const sides: (Value | null)[] = [null];
  let isSlice = false;
  machine.inBrackets++;
  for (;;) {
    machine.skipLines();
    if (machine.done || machine.take(']')) break;
    const before = machine.at;
    if (machine.language === 'python' && (machine.isMark(':') || machine.isMark('::'))) {
      isSlice = true;
      sides.push(...[...machine.next().text].map(() => null));
    } else if (!machine.take(',')) sides[sides.length - 1] = machine.parts.expression(2);
    if (machine.at === before) machine.next();
  }
  machine.inBrackets--;
  return isSlice ? sides : (sides[0] ?? UNKNOWN);
}

function slice(
  machine: Machine,
  base: Value,
  [from = null, to = null, step = null]: readonly Value[],
): Value {
  // A stretch costs less than what is picked out of all.
  if (!machine.budget.pays(step === null ? sizeOf(base) >> 4 : sizeOf(base))) return UNFOLLOWED;
  const picked = sliceOf(base, from, to, step);
  return machine.budget.pays(sizeOf(picked)) ? picked : UNFOLLOWED;
}

function argumentsOf(machine: Machine): { args: readonly Value[]; named: ReadonlyMap<string, Value> } {
  machine.next();
  if (machine.language === 'node') return { args: machine.parts.items(')'), named: new Map() };
  // Names of options stand before a sign that assigns; they must not be taken for variables.
  const args: Value[] = [];
  const named = new Map<string, Value>();
  machine.inBrackets++;
  for (;;) {
    machine.skipLines();
    if (machine.done || machine.take(')')) break;
    const before = machine.at;
    if (machine.token.kind === 'name' && machine.ahead().kind === 'mark' && machine.ahead().text === '=') {
      const name = machine.next().text;
      machine.next();
      named.set(name, machine.parts.expression(2));
    } else if (!machine.take(',')) {
      addTo(args, machine.parts.argument());
    }
    if (machine.at === before) machine.next();
  }
  machine.inBrackets--;
  return { args, named };
}
