import { pythonBlock } from './blocks.ts';
import { bindNames, loopNames } from './comprehensions.ts';
import { pythonFunction } from './definitions.ts';
import { leave } from './leaving.ts';
import { loopOver, loopWhile, type Rounds } from './loops.ts';
import type { Machine } from './machine.ts';
import { docIn } from './members.ts';
import { moduleOf } from './modules.ts';
import { Scope } from './scope.ts';
import { Dict, List, Path, truth, UNKNOWN, type Value } from './value.ts';

/** Reads a statement of Python that begins with a word of its own; false where none does. */
export function pythonStatement(machine: Machine): boolean {
  const { token } = machine;
  if (machine.take('@')) {
    machine.parts.expression(2);
    return true;
  }
  if (token.kind !== 'name') return false;
  switch (token.text) {
    case 'if':
      branches(machine);
      return true;
    case 'while':
      whileLoop(machine);
      return true;
    case 'for':
      forLoop(machine);
      return true;
    case 'async':
      machine.next();
      return true;
    case 'def':
      pythonFunction(machine);
      return true;
    case 'class':
      classStatement(machine);
      return true;
    case 'with':
      withStatement(machine);
      return true;
    case 'try':
    case 'else':
    case 'finally':
    case 'elif':
    case 'except':
      block(machine, token.text === 'except' || token.text === 'elif');
      return true;
    case 'return':
    case 'yield':
      machine.next();
      give(machine);
      if (token.text === 'return') leave(machine, 'call');
      return true;
    case 'break':
    case 'continue':
      machine.next();
      leave(machine, token.text === 'break' ? 'loop' : 'round');
      return true;
    case 'import':
    case 'from':
      imports(machine);
      return true;
    case 'global':
    case 'nonlocal':
      machine.next();
      while (machine.token.kind === 'name' || machine.isMark(',')) machine.scope.share(machine.next().text);
      return true;
    case 'pass':
    case 'raise':
    case 'assert':
    case 'del':
      machine.next();
      return true;
    default:
      return false;
  }
}

function give(machine: Machine): void {
  const values: Value[] = [];
  while (!machine.done && machine.token.kind !== 'line' && values.length < 50) {
    values.push(machine.parts.expression(2));
    if (!machine.take(',')) break;
  }
  const [first = UNKNOWN] = values;
  const value = values.length > 1 ? new List(values) : first;
  if (machine.gives === undefined || machine.gives === UNKNOWN) machine.gives = value;
}

function branches(machine: Machine): void {
  const { indent } = machine;
  let taken: boolean | undefined = false;
  for (let word = 'if'; ; ) {
    machine.next();
    const holds = word === 'else' ? true : truth(machine.parts.expression(2));
    const { start, end } = pythonBlock(machine);
    if (taken === false && holds === true) {
      machine.parts.run(start, end, indent);
      taken = true;
    } else if (taken !== true && holds !== false) {
      if (taken === false || !machine.firstOnly) machine.maybe(() => machine.parts.run(start, end, indent));
      taken = undefined;
    }
    const next = arm(machine, indent);
    if (next === undefined) return;
    word = next;
  }
}

/** `elif` or `else` on the next line, the cursor before it then. */
function arm(machine: Machine, indent: number): string | undefined {
  let at = machine.at;
  while (at < machine.end && machine.tokens[at]?.kind === 'line') at++;
  const token = machine.tokens[at];
  if (at >= machine.end || token?.kind !== 'name' || !/^(?:elif|else)$/.test(token.text)) return undefined;
  if ((machine.tokens[at - 1]?.indent ?? indent) !== indent) return undefined;
  machine.at = at;
  return token.text;
}

function block(machine: Machine, isPerhaps: boolean): void {
  const { indent } = machine;
  machine.next();
  const { start, end } = pythonBlock(machine);
  if (isPerhaps) machine.maybe(() => machine.parts.run(start, end, indent));
  else machine.parts.run(start, end, indent);
}

function whileLoop(machine: Machine): void {
  const { indent } = machine;
  machine.next();
  const from = machine.at;
  machine.muted++;
  machine.parts.expression(2);
  machine.muted--;
  const { start, end } = pythonBlock(machine);
  const holds = (): boolean | undefined =>
    truth(machine.within(from, start, () => machine.parts.expression(2)));
  loopWhile(machine, holds, roundsOf(machine, start, end, indent));
}

function forLoop(machine: Machine): void {
  const { indent } = machine;
  machine.next();
  const names = loopNames(machine, /^in$/);
  const all = machine.parts.expression(2);
  const { start, end } = pythonBlock(machine);
  loopOver(machine, all, roundsOf(machine, start, end, indent), (item) => {
    bindNames(machine, names, item);
  });
}

function roundsOf(machine: Machine, start: number, end: number, indent: number): Rounds {
  return {
    round: () => {
      machine.parts.run(start, end, indent);
    },
    body: () => ({ start, end, isExpression: false }),
  };
}

function withStatement(machine: Machine): void {
  machine.next();
  for (let count = 0; count < 20 && !machine.done && machine.token.kind !== 'line'; count++) {
    const value = machine.parts.expression(2);
    if (machine.isName('as')) {
      machine.next();
      machine.parts.expression(2);
      machine.target?.(value);
    }
    if (!machine.take(',')) break;
  }
  const { indent } = machine;
  const { start, end } = pythonBlock(machine);
  machine.parts.run(start, end, indent);
}

function classStatement(machine: Machine): void {
  const { indent } = machine;
  machine.next();
  const name = machine.next().text;
  const [of] = machine.take('(') ? machine.parts.items(')') : [];
  const made = new Dict(of instanceof Dict ? of : undefined, true);
  const { start, end } = pythonBlock(machine);
  const { scope } = machine;
  const own = new Scope<Value>(scope);
  machine.scope = own;
  machine.within(start, end, () => {
    machine.indent = indent;
    while (!machine.done) {
      const before = machine.at;
      if (machine.isName('def')) pythonFunction(machine, made);
      else machine.parts.statement();
      if (machine.at === before) machine.next();
    }
  });
  machine.scope = scope;
  for (const [member, value] of own.own()) made.entries.set(member, value);
  const doc = docIn(machine.tokens, start, end);
  if (doc !== undefined) made.entries.set('__doc__', doc);
  machine.set(name, made);
}

/** Names that `from a import *` brings. */
const MAX_STARRED = 1000;

/** `import a.b as c`, `from a import b as c`. */
function imports(machine: Machine): void {
  const isFrom = machine.next().text === 'from';
  const from = isFrom ? dotted(machine) : undefined;
  if (machine.isName('import')) machine.next();
  machine.take('(');
  for (let count = 0; count < 300 && !machine.done; count++) {
    if (from !== undefined) while (machine.token.kind === 'line' && machine.inBrackets > 0) machine.next();
    if (from !== undefined && machine.isMark('*')) {
      const module = moduleOf(machine, from);
      for (const [name, value] of module instanceof Dict ? [...module.entries].slice(0, MAX_STARRED) : [])
        machine.set(name, value);
      machine.next();
      break;
    }
    if (machine.token.kind !== 'name') {
      if (machine.isMark(',') || (machine.token.kind === 'line' && machine.ahead(-1).text === ',')) {
        machine.next();
        continue;
      }
      break;
    }
    const name = dotted(machine);
    const alias = machine.isName('as') ? (machine.next(), machine.next().text) : undefined;
    if (from === undefined) {
      const first = name.split('.', 1)[0] ?? name;
      machine.set(
        alias ?? first,
        moduleOf(machine, alias === undefined ? first : name) ?? new Path(alias === undefined ? first : name),
      );
    } else {
      const module = moduleOf(machine, from);
      const value = module instanceof Dict ? (module.get(name) ?? UNKNOWN) : new Path(`${from}.${name}`);
      machine.set(alias ?? name, value);
    }
  }
  machine.take(')');
}

function dotted(machine: Machine): string {
  let name = '';
  while (machine.token.kind === 'name' || machine.isMark('.')) {
    if (machine.token.kind === 'name' && /^(?:import|as)$/.test(machine.token.text)) break;
    if (machine.token.kind === 'name' && name !== '' && !name.endsWith('.')) break;
    name += machine.next().text;
  }
  return name;
}
