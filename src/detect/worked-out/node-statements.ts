import { closingAt } from './blocks.ts';
import { classAt, functionAt } from './definitions.ts';
import { leave } from './leaving.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import { moduleOf } from './modules.ts';
import { branches, choice } from './node-branches.ts';
import { doLoop, forLoop, whileLoop } from './node-loops.ts';
import { Path, UNKNOWN, type Value } from './value.ts';

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
