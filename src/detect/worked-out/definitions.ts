import { closingAt, pythonBlock } from './blocks.ts';
import type { Machine } from './machine.ts';
import type { Body } from './parts.ts';
import { Dict, type Own, type Param, UNKNOWN, type Value } from './value.ts';

/** `lambda a, b: …` of Python. */
export function lambdaAt(machine: Machine): Value {
  machine.next();
  const params = machine.parts.params(':');
  return machine.parts.define(params, expressionBody(machine));
}

/** An expression that is read when it is called. */
function expressionBody(machine: Machine): Body {
  const start = machine.at;
  machine.muted++;
  machine.parts.expression(2);
  machine.muted--;
  return { start, end: machine.at, isExpression: true };
}

/**
 * A function of JavaScript as a value: `function (a) { … }`, `(a, b) => …`, `a => …`; undefined where none stands.
 *
 * @param isMethod it is one whatever it begins with: `name(a) { … }`
 */
export function functionAt(machine: Machine, isMethod = false): Own | undefined {
  const start = machine.at;
  if (machine.isName('async') && (machine.ahead().kind === 'name' || machine.ahead().text === '('))
    machine.next();
  const isFunction = machine.isName('function');
  if (isFunction || isMethod) {
    machine.next();
    machine.take('*');
    const name = isFunction && machine.token.kind === 'name' ? machine.next().text : undefined;
    if (machine.take('(')) {
      const params = machine.parts.params(')');
      skipType(machine);
      const own = machine.parts.define(params, bracedBody(machine));
      if (name !== undefined) machine.scope.set(name, own);
      return own;
    }
  } else if (machine.token.kind === 'name' && machine.ahead().text === '=>') {
    const params = [{ name: machine.next().text, otherwise: UNKNOWN, isRest: false }];
    return arrow(machine, params);
  } else if (machine.isMark('(')) {
    const close = closingAt(machine, machine.at);
    const behind = machine.tokens[close + 1];
    // A type of TypeScript may stand between.
    if (behind?.text === '=>' || (behind?.text === ':' && machine.tokens[close + 3]?.text === '=>')) {
      machine.next();
      const params = machine.parts.params(')');
      if (machine.take(':')) machine.next();
      return arrow(machine, params);
    }
  }
  machine.at = start;
  return undefined;
}

function arrow(machine: Machine, params: readonly Param[]): Own {
  machine.take('=>');
  const body = machine.isMark('{') ? bracedBody(machine) : expressionBody(machine);
  return machine.parts.define(params, body);
}

/** `: Promise<void>` of TypeScript. */
function skipType(machine: Machine): void {
  if (!machine.isMark(':')) return;
  for (let count = 0; count < 30 && !machine.done && !machine.isMark('{') && !machine.isMark(';'); count++)
    machine.next();
}

function bracedBody(machine: Machine): Body {
  if (!machine.isMark('{')) return { start: machine.at, end: machine.at, isExpression: false };
  const end = closingAt(machine, machine.at);
  const start = machine.at + 1;
  machine.at = end + 1;
  return { start, end, isExpression: false };
}

/** `class A extends B { … }` of JavaScript, the cursor before `class`. */
export function classAt(machine: Machine): Dict {
  machine.next();
  const name =
    machine.token.kind === 'name' && machine.token.text !== 'extends' ? machine.next().text : undefined;
  let of: Value = UNKNOWN;
  if (machine.isName('extends')) {
    machine.next();
    of = machine.parts.postfix(machine.parts.primary());
  }
  const made = new Dict(of instanceof Dict ? of : undefined, true);
  if (name !== undefined) machine.scope.set(name, made);
  if (!machine.isMark('{')) return made;
  const end = closingAt(machine, machine.at);
  machine.next();
  while (!machine.done && machine.at < end) member(machine, made);
  machine.at = end + 1;
  return made;
}

function member(machine: Machine, of: Dict): void {
  const { kind, text } = machine.token;
  const isWord = kind === 'name' && /^(?:static|async|get|set|public|private|protected|readonly)$/.test(text);
  if ((isWord && machine.ahead().kind === 'name') || text === '#' || text === ';' || text === '*') {
    machine.next();
    return;
  }
  if (machine.ahead().text === '(') {
    const own = functionAt(machine, true);
    if (own !== undefined) {
      of.entries.set(text, own);
      waitFor(machine, own, of);
      return;
    }
  }
  machine.next();
  if (machine.take('=')) of.entries.set(text, machine.parts.expression(1));
}

/** A method that nothing may call is read with an object of its class. */
function waitFor(machine: Machine, own: Own, of: Dict): void {
  machine.waiting.set(own.start, { own, self: of });
}

/** `def name(params):` of Python, the cursor before `def`; with the class that it stands in. */
export function pythonFunction(machine: Machine, of?: Dict): void {
  machine.next();
  const name = machine.next().text;
  if (!machine.take('(')) return;
  const params = machine.parts.params(')');
  const body = pythonBlock(machine);
  const own = machine.parts.define(params, { ...body, isExpression: false });
  if (of === undefined) machine.set(name, own);
  else {
    of.entries.set(name, own);
    waitFor(machine, own, of);
  }
}
