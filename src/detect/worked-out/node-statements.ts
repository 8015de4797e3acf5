import { closingAt } from './blocks.ts';
import { bindNames, loopNames } from './comprehensions.ts';
import { classAt, functionAt } from './definitions.ts';
import { leave } from './leaving.ts';
import { loopOver, loopWhile, type Rounds } from './loops.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { moduleOf } from './modules.ts';
import { Path, truth, UNKNOWN, type Value } from './value.ts';

/** Reads a statement of JavaScript that begins with a word or bracket of its own; false where none does. */
export function nodeStatement(machine: Machine): boolean {
  const { token } = machine;
  if (token.kind === 'mark' && token.text === '{') {
    const end = closingAt(machine, machine.at);
    machine.parts.run(machine.at + 1, end, 0);
    machine.at = end + 1;
    return true;
  }
  if (token.kind !== 'name' || machine.ahead().text === '=>' || machine.ahead().text === ':') return false;
  switch (token.text) {
    case 'const':
    case 'let':
    case 'var':
      declarations(machine);
      return true;
    case 'if':
      branches(machine);
      return true;
    case 'for':
      forLoop(machine);
      return true;
    case 'while':
      whileLoop(machine);
      return true;
    case 'function':
      return functionAt(machine) !== undefined;
    case 'class':
      classAt(machine);
      return true;
    case 'do':
      doLoop(machine);
      return true;
    case 'switch':
      choice(machine);
      return true;
    case 'return':
      machine.next();
      give(machine);
      leave(machine, 'call');
      return true;
    case 'break':
    case 'continue':
      machine.next();
      leave(machine, token.text === 'break' ? 'loop' : 'round');
      return true;
    case 'import':
      if (machine.ahead().text === '(' || machine.ahead().text === '.') return false;
      imports(machine);
      return true;
    case 'catch':
      machine.next();
      if (machine.isMark('(')) machine.at = closingAt(machine, machine.at) + 1;
      machine.maybe(() => machine.parts.statement());
      return true;
    case 'try':
    case 'finally':
    case 'else':
    case 'export':
    case 'default':
    case 'throw':
    case 'case':
      machine.next();
      return true;
    default:
      return false;
  }
}

function give(machine: Machine): void {
  if (machine.isMark(';') || machine.isMark('}')) return;
  const value = machine.parts.expression(0);
  if (machine.gives === undefined || machine.gives === UNKNOWN) machine.gives = value;
}

/** `const a = x, { b: c } = y, [d] = z`. */
function declarations(machine: Machine): void {
  machine.next();
  for (let count = 0; count < 5000 && !machine.done; count++) {
    const { token } = machine;
    if (token.kind === 'name') {
      const name = machine.next().text;
      if (machine.isMark(':')) skipType(machine);
      const value = machine.take('=') ? machine.parts.expression(1) : UNKNOWN;
      machine.scope.set(name, value, machine.isWeak(value));
    } else if (machine.isMark('{') || machine.isMark('[')) {
      for (const name of namesIn(machine)) machine.scope.set(name, UNKNOWN, machine.perhaps > 0);
      machine.parts.primary();
      const { target } = machine;
      if (machine.isMark(':')) skipType(machine);
      if (machine.take('=')) target?.(machine.parts.expression(1));
    }
    if (!machine.take(',')) return;
  }
}

/** Names that stand in brackets, so that what is declared is the scope's own. */
function namesIn(machine: Machine): readonly string[] {
  const names: string[] = [];
  const end = Math.min(closingAt(machine, machine.at), machine.at + 500);
  for (let at = machine.at + 1; at < end; at++) {
    const token = machine.tokens[at];
    if (token?.kind === 'name' && machine.tokens[at + 1]?.text !== ':') names.push(token.text);
  }
  return names;
}

function skipType(machine: Machine): void {
  machine.next();
  for (let count = 0; count < 60 && !machine.done && !/^[=;,]$/.test(machine.token.text); count++)
    machine.next();
}

function condition(machine: Machine): { readonly holds: () => boolean | undefined } {
  const from = machine.at;
  const end = closingAt(machine, from) + 1;
  machine.at = end;
  return { holds: () => truth(machine.within(from, end, () => machine.parts.expression(0))) };
}

function branches(machine: Machine): void {
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
function pass(machine: Machine): void {
  machine.muted++;
  if (machine.isMark('{')) machine.at = closingAt(machine, machine.at) + 1;
  else machine.maybe(() => machine.parts.statement());
  machine.muted--;
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

function forLoop(machine: Machine): void {
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

function whileLoop(machine: Machine): void {
  machine.next();
  const { holds } = condition(machine);
  const rounds = body(machine);
  loopWhile(machine, holds, rounds);
  rounds.skip();
}

/** `do { … } while (…)`. */
function doLoop(machine: Machine): void {
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

/** `switch (…) { … }`: all cases one after the other. */
function choice(machine: Machine): void {
  machine.next();
  if (machine.isMark('(')) machine.at = closingAt(machine, machine.at) + 1;
  if (!machine.isMark('{')) return;
  const { insideOf } = machine;
  machine.insideOf = { ...insideOf, choiceEnd: closingAt(machine, machine.at) };
  machine.parts.statement();
  machine.insideOf = insideOf;
}

/** `import a, { b as c } from 'd'`, `import * as e from 'f'`. */
function imports(machine: Machine): void {
  machine.next();
  const bound: (readonly [name: string, member: string | undefined])[] = [];
  let inList = false;
  for (let count = 0; count < 1000 && !machine.done; count++) {
    const { kind, text } = machine.token;
    if (kind === 'string' || (kind === 'name' && text === 'from' && machine.ahead().kind === 'string')) break;
    machine.next();
    if (text === '{') inList = true;
    else if (text === '}') inList = false;
    else if (kind === 'name' && text !== 'as') {
      const alias = machine.isName('as') ? (machine.next(), machine.next().text) : text;
      bound.push([alias, inList && text !== 'default' ? text : undefined]);
    } else if (text === '*' && machine.isName('as')) {
      machine.next();
      bound.push([machine.next().text, undefined]);
    }
  }
  if (machine.isName('from')) machine.next();
  if (machine.token.kind !== 'string') return;
  const name = machine.next().text;
  const module: Value = moduleOf(machine, name) ?? new Path(name.replace(/^node:/, ''));
  for (const [alias, member] of bound)
    machine.scope.set(alias, member === undefined ? module : memberOf(module, member));
}
