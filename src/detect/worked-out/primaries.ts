import { unescaped } from '../flow/escapes.ts';
import { templateParts } from '../flow/templates.ts';
import { type Token, tokensOf } from '../flow/tokens.ts';
import { closing } from './brackets.ts';
import { comprehension } from './comprehensions.ts';
import { classAt, functionAt, lambdaAt } from './definitions.ts';
import type { Machine } from './machine.ts';
import { memberOf } from './members.ts';
import type { Target } from './parts.ts';
import { syntaxOf } from './syntax.ts';
import { addTo, Dict, itemsOf, joined, joinedTexts, List, textOf, UNKNOWN, type Value } from './value.ts';

const WORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
  ['None', null],
  ['null', null],
  ['undefined', null],
]);

/** The value that an expression begins with. */
export function primary(machine: Machine): Value {
  const { token } = machine;
  machine.target = undefined;
  switch (token.kind) {
    case 'string':
    case 'template':
      return literals(machine);
    case 'number':
      if (token.text === '/') return regularExpression(machine);
      machine.next();
      return numberIn(token.text);
    case 'name':
      return named(machine, token.text);
    case 'line':
      return UNKNOWN;
    default:
      return bracketed(machine, token);
  }
}

/** One literal, or several beside each other, which Python joins. */
function literals(machine: Machine): Value {
  let value = literal(machine, machine.next());
  while (machine.language === 'python') {
    if (machine.inBrackets > 0) machine.skipLines();
    const { token } = machine;
    if (token.kind !== 'string' && token.kind !== 'template') break;
    value = joined(value, literal(machine, machine.next()));
  }
  return value;
}

function literal(machine: Machine, token: Token): Value {
  if (token.kind === 'template') return filledIn(machine, token.text);
  const isRaw = machine.language === 'python' && /^[bu]?r/i.test(machine.text.slice(token.at, token.at + 2));
  return textOf(isRaw && machine.inTemplate === 0 ? token.text : unescaped(token.text));
}

function filledIn(machine: Machine, text: string): Value {
  const parts = templateParts(text, machine.language === 'python' ? '{' : '${');
  const whole = parts.map(({ code, text: part }) =>
    code ? machine.parts.code(part) : braces(machine, unescaped(part)),
  );
  return joinedTexts(whole);
}

function braces(machine: Machine, text: string): string {
  return machine.language === 'python' ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;
}

/** The value of code in a template. */
export function codeIn(machine: Machine, text: string): Value {
  if (machine.inTemplate > 3) return UNKNOWN;
  const { target } = machine;
  const tokens = tokensOf(text, syntaxOf(machine.language));
  machine.inTemplate++;
  const value = machine.inTokens(tokens, closing(tokens), () =>
    machine.within(0, tokens.length, () => machine.parts.expression()),
  );
  machine.inTemplate--;
  machine.target = target;
  return value;
}

function numberIn(text: string): Value {
  const value = Number(text.replaceAll('_', '').replace(/[nLjJ]$/, ''));
  return Number.isNaN(value) ? UNKNOWN : value;
}

const REGEX = /\/((?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]{0,8})/y;

/** What an expression looks for, where it is plain text; the mark in front tells it from a text. */
function regularExpression(machine: Machine): Value {
  const { at } = machine.next();
  REGEX.lastIndex = at;
  const [, source = '', flags = ''] = (machine.inTemplate > 0 ? null : REGEX.exec(machine.text)) ?? [];
  if (flags !== '' && machine.isName(flags)) machine.next();
  const plain = source.replaceAll(/\\([^\w\s])/g, '\u0001$1');
  const isClass = /^\[[^\\^\]-]{1,40}\]\+?$/.test(source);
  if (!isClass && /(?<!\u0001)[\\^$.*+?()[\]{}|]/.test(plain)) return UNKNOWN;
  const found = new Dict();
  found.entries.set(
    'looks for',
    isClass ? source.replace(/^\[|\]\+?$/g, '') : plain.replaceAll('\u0001', ''),
  );
  found.entries.set('each of', isClass);
  found.entries.set('everywhere', flags.includes('g'));
  return found;
}

function named(machine: Machine, name: string): Value {
  const { language } = machine;
  if (language === 'python' && name === 'lambda') return lambdaAt(machine);
  if (language === 'node') {
    const made = functionAt(machine) ?? (name === 'class' ? classAt(machine) : undefined);
    if (made !== undefined) return made;
  }
  machine.next();
  const word = WORDS.get(name);
  if (word !== undefined) return word;
  const value = machine.get(name);
  machine.target = (set) => machine.set(name, set);
  return value;
}

function bracketed(machine: Machine, { text }: Token): Value {
  if (text === '(') {
    if (machine.language === 'node') {
      const arrow = functionAt(machine);
      if (arrow !== undefined) return arrow;
    }
    return inBrackets(machine);
  }
  if (text === '[') {
    machine.next();
    const targets: (Target | undefined)[] = [];
    const list = new List([...items(machine, ']', targets)]);
    machine.target = takesApart(targets);
    return list;
  }
  if (text === '{') return machine.language === 'python' ? dictionary(machine) : object(machine);
  // Private members and the like.
  if (text === '#') {
    while (machine.isMark('#')) machine.next();
    return machine.token.kind === 'name' ? named(machine, machine.token.text) : UNKNOWN;
  }
  return UNKNOWN;
}

/** One value in brackets, or several: a tuple, or what JavaScript takes the last of. */
function inBrackets(machine: Machine): Value {
  const close = machine.closes.get(machine.at);
  machine.next();
  const targets: (Target | undefined)[] = [];
  const start = machine.at;
  const values = items(machine, ')', targets);
  const [only = new List([])] = values;
  const isTuple = machine.language === 'python' && machine.tokens[(close ?? start) - 1]?.text === ',';
  machine.target = values.length === 1 ? targets[0] : takesApart(targets);
  if (values.length === 1 && !isTuple) return only;
  return machine.language === 'node' ? (values.at(-1) ?? UNKNOWN) : new List([...values]);
}

/** The values up to a closing bracket, the cursor behind what opens it; behind what closes it afterwards. */
export function items(
  machine: Machine,
  close: string,
  targets: (Target | undefined)[] = [],
): readonly Value[] {
  const values: Value[] = [];
  machine.inBrackets++;
  for (;;) {
    machine.skipLines();
    if (machine.done || machine.take(close)) break;
    const before = machine.at;
    const { kind, text } = machine.token;
    if (kind === 'mark' && /^[)\]}]$/.test(text)) break;
    if (kind === 'mark' && /^[,;:]$/.test(text)) machine.next();
    else if (kind === 'mark' && /^(?:\*\*?|\.\.\.)$/.test(text)) {
      machine.next();
      addTo(values, itemsOf(machine.parts.expression(2)) ?? [UNKNOWN]);
    } else {
      const start = machine.at;
      const value = machine.parts.expression(1);
      targets.push(machine.target);
      machine.skipLines();
      const several = machine.language === 'python' ? comprehension(machine, start) : undefined;
      addTo(values, several?.map(([each]) => each) ?? [value]);
    }
    if (machine.at === before) machine.next();
  }
  machine.inBrackets--;
  return values;
}

/** One argument of a call of Python; a generator is the list that it gives. */
export function argument(machine: Machine): readonly Value[] {
  if (machine.take('*') || machine.take('**')) return itemsOf(machine.parts.expression(2)) ?? [UNKNOWN];
  const start = machine.at;
  const value = machine.parts.expression(1);
  machine.skipLines();
  const several = comprehension(machine, start);
  return several === undefined ? [value] : [new List(several.map(([each]) => each))];
}

/** What gives each of several places its part of a value. */
export function takesApart(targets: readonly (Target | undefined)[]): Target {
  return (value) => {
    const all = itemsOf(value);
    for (const [index, target] of targets.entries()) target?.(all?.[index] ?? UNKNOWN);
  };
}

/** `{key: value}`, `{value, value}` or a comprehension of Python. */
function dictionary(machine: Machine): Value {
  machine.next();
  const made = new Dict();
  const values: Value[] = [];
  machine.inBrackets++;
  for (;;) {
    machine.skipLines();
    if (machine.done || machine.take('}')) break;
    const before = machine.at;
    if (machine.take('**')) merge(made, machine.parts.expression(2));
    else if (!machine.take(',')) {
      const start = machine.at;
      const key = machine.parts.expression(2);
      machine.skipLines();
      const value = machine.take(':') ? machine.parts.expression(2) : undefined;
      machine.skipLines();
      const several = comprehension(machine, start, value !== undefined);
      for (const [each = UNKNOWN, of] of several ?? [[key, value]]) {
        if (of === undefined) addTo(values, [each]);
        else if (typeof each === 'string' || typeof each === 'number') made.entries.set(String(each), of);
      }
    }
    if (machine.at === before) machine.next();
  }
  machine.inBrackets--;
  return values.length > 0 ? new List(values) : made;
}

function merge(into: Dict, from: Value): void {
  if (from instanceof Dict) for (const [key, value] of from.entries) into.entries.set(key, value);
}

/** `{ a: 1, 'b': 2, [c]: 3, d, e() { … }, ...f }` of JavaScript; as a target, the names that it takes apart into. */
function object(machine: Machine): Value {
  const close = machine.closes.get(machine.at) ?? machine.at + 1;
  machine.next();
  const made = new Dict();
  const targets: [string, Target][] = [];
  machine.inBrackets++;
  while (!machine.done && machine.at < close) {
    const before = machine.at;
    if (machine.take('...')) merge(made, machine.parts.expression(2));
    else if (!machine.take(',')) {
      const key = keyOf(machine);
      if (machine.take(':')) {
        made.entries.set(key, machine.parts.expression(1));
        if (machine.target !== undefined) targets.push([key, machine.target]);
      } else if (machine.isMark('(')) {
        machine.at--;
        made.entries.set(key, functionAt(machine, true) ?? UNKNOWN);
      } else {
        made.entries.set(key, machine.get(key));
        targets.push([key, (value) => machine.set(key, value)]);
        if (machine.take('=')) machine.parts.expression(2);
      }
    }
    if (machine.at === before) machine.next();
  }
  machine.at = close + 1;
  machine.inBrackets--;
  machine.target = (value) => {
    for (const [key, target] of targets) target(memberOf(value, key));
  };
  return made;
}

function keyOf(machine: Machine): string {
  if (machine.take('[')) {
    const [key] = machine.parts.items(']');
    return typeof key === 'string' || typeof key === 'number' ? String(key) : '';
  }
  while (
    machine.token.kind === 'name' &&
    /^(?:async|get|set|static)$/.test(machine.token.text) &&
    machine.ahead().kind === 'name'
  )
    machine.next();
  const { kind, text } = machine.next();
  return kind === 'string' ? unescaped(text) : text;
}
