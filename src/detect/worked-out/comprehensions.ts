import { goOn } from './expressions.ts';
import type { Machine } from './machine.ts';
import { itemsOf, MAX_ITEMS, truth, UNFOLLOWED, UNKNOWN, type Value } from './value.ts';

/** The names between `for` and `in`, the cursor behind `in` afterwards. */
export function loopNames(machine: Machine, last: RegExp): readonly string[] {
  const names: string[] = [];
  for (let count = 0; count < 60 && !machine.done; count++) {
    const { kind, text } = machine.next();
    if (kind === 'name' && last.test(text)) break;
    if (kind === 'name' && !/^(?:const|let|var)$/.test(text)) names.push(text);
  }
  return names;
}

export function bindNames(machine: Machine, names: readonly string[], value: Value): void {
  const [only] = names;
  if (names.length === 1 && only !== undefined) machine.scope.set(only, value);
  else {
    const parts = itemsOf(value);
    for (const [index, name] of names.entries()) machine.scope.set(name, parts?.[index] ?? UNKNOWN);
  }
}

interface Loop {
  readonly names: readonly string[];
  /** Tokens of what is gone through, which may name what outer loops set. */
  readonly from: number;
  readonly to: number;
  readonly conditions: readonly (readonly [from: number, to: number])[];
}

/**
 * What `EACH for x in LIST if CONDITION` comes to, the cursor before its first `for`.
 *
 * @param start the first token of EACH; with `pairs` it is `KEY: VALUE`
 */
export function comprehension(
  machine: Machine,
  start: number,
  pairs = false,
): readonly (readonly [Value, Value?])[] | undefined {
  if (!machine.isName('for') && !machine.isName('async')) return undefined;
  const behind = machine.at;
  const loops: Loop[] = [];
  machine.muted++;
  while (loops.length < 5 && (machine.isName('for') || machine.isName('async'))) {
    machine.next();
    const names = loopNames(machine, /^in$/);
    const from = machine.at;
    machine.parts.expression(3);
    const to = machine.at;
    goOn(machine);
    const conditions: (readonly [number, number])[] = [];
    while (machine.isName('if')) {
      machine.next();
      const begins = machine.at;
      machine.parts.expression(3);
      conditions.push([begins, machine.at]);
      goOn(machine);
    }
    loops.push({ names, from, to, conditions });
  }
  machine.muted--;
  if (machine.muted > 0) return [[UNKNOWN]];
  const found: (readonly [Value, Value?])[] = [];
  const read = (end: number) => (): readonly [Value, Value?] => {
    machine.inBrackets++;
    const value = machine.parts.expression(2);
    machine.skipLines();
    const of = pairs && machine.at < end && machine.take(':') ? machine.parts.expression(2) : undefined;
    return of === undefined ? [value] : [value, of];
  };
  const inside = (from: number, to: number): Value =>
    machine.within(from, to, () => {
      machine.inBrackets++;
      return machine.parts.expression(3);
    });
  const go = (depth: number): void => {
    const loop = loops[depth];
    if (loop === undefined) {
      if (found.length <= MAX_ITEMS) found.push(machine.within(start, behind, read(behind)));
      return;
    }
    const all = itemsOf(inside(loop.from, loop.to)) ?? [UNKNOWN];
    for (const item of all) {
      if (found.length > MAX_ITEMS) return;
      if (!machine.budget.mayRepeat) {
        found.push([UNFOLLOWED]);
        return;
      }
      bindNames(machine, loop.names, item);
      if (loop.conditions.every(([from, to]) => truth(inside(from, to)) !== false)) go(depth + 1);
    }
  };
  machine.repeated(() => go(0));
  return found;
}
