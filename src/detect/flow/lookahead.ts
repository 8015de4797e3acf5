import type { Cursor } from './cursor.ts';
import type { Dialect } from './dialect.ts';

/** Tokens looked at before a form is given up. */
const FAR = 200;
const NEAR = 40;

const MODIFIER =
  /^(?:async|public|private|protected|internal|static|final|abstract|local|export|default|override|virtual|synchronized)$/i;
const CONTROL =
  /^(?:if|for|foreach|while|switch|catch|synchronized|using|lock|return|new|else|do|try|throw|function|await|yield|case)$/;

export interface MethodAhead {
  readonly name: string;
  /** Tokens up to its arguments. */
  readonly length: number;
}

/** The function that is defined where the cursor stands: `function f`, `def f`, `sub f`, or `Type f(…) {`. */
export function methodAhead(cursor: Cursor, bare: boolean): MethodAhead | undefined {
  let at = 0;
  while (at < 6 && cursor.ahead(at).kind === 'name' && MODIFIER.test(cursor.ahead(at).text)) at++;
  const first = cursor.ahead(at);
  if (first.kind !== 'name') return undefined;
  if (/^(?:function|def|sub)$/i.test(first.text)) {
    at++;
    while (/^[&*]$/.test(cursor.ahead(at).text)) at++;
    if (cursor.ahead(at).kind !== 'name') return undefined;
    // `def self.run`, `function M.run`.
    while (/^[.:]$/.test(cursor.ahead(at + 1).text) && cursor.ahead(at + 2).kind === 'name') at += 2;
    return { name: cursor.ahead(at).text, length: at + 1 };
  }
  return bare && !CONTROL.test(first.text) ? bareMethod(cursor, at) : undefined;
}

/** `byte[] run(String c) throws E {`, `run(req, res) {`. */
function bareMethod(cursor: Cursor, from: number): MethodAhead | undefined {
  let at = from;
  while (at < NEAR && (cursor.ahead(at).kind === 'name' || /^[<>[\],.?]$/.test(cursor.ahead(at).text))) at++;
  const name = cursor.ahead(at - 1);
  if (cursor.ahead(at).text !== '(' || name.kind !== 'name' || cursor.ahead(at - 2).text === '.')
    return undefined;
  const close = closingAhead(cursor, at);
  if (close === undefined) return undefined;
  let after = close + 1;
  while (
    after < close + NEAR &&
    (cursor.ahead(after).kind === 'name' || /^[,.]$/.test(cursor.ahead(after).text))
  )
    after++;
  return cursor.ahead(after).text === '{' ? { name: name.text, length: at } : undefined;
}

/** How many tokens ahead the bracket opened at `from` closes. */
function closingAhead(cursor: Cursor, from: number): number | undefined {
  let open = 0;
  for (let at = from; at < from + FAR; at++) {
    const { kind, text } = cursor.ahead(at);
    if (kind !== 'mark') continue;
    if (text === '(') open++;
    else if (text === ')' && --open === 0) return at;
  }
  return undefined;
}

/** The names of a function's arguments, the cursor before their bracket; behind it afterwards. */
export function paramNames(cursor: Cursor): readonly string[] {
  if (!cursor.take('(')) return [];
  const names: string[] = [];
  let last: string | undefined;
  let settled = false;
  let open = 1;
  for (let count = 0; count < FAR * 2 && !cursor.done && open > 0; count++) {
    const { kind, text } = cursor.next();
    if (kind === 'name' && open === 1 && !settled) {
      if (/^as$/i.test(text)) settled = true;
      else if (!/^(?:byval|byref|optional)$/i.test(text)) last = text;
    }
    if (kind !== 'mark') continue;
    if (text === '(') open++;
    else if (text === ')') open--;
    else if (text === '=' || text === ':') settled = true;
    if ((text === ',' && open === 1) || open === 0) {
      if (last !== undefined) names.push(last);
      last = undefined;
      settled = false;
    }
  }
  return names.slice(0, 50);
}

/** The names of `(a, b) =>`, the cursor before it; before the arrow afterwards. */
export function arrowParams(cursor: Cursor): readonly string[] | undefined {
  const close = closingAhead(cursor, 0);
  if (close === undefined || cursor.ahead(close + 1).text !== '=>') return undefined;
  return paramNames(cursor);
}

const PHP_CAST = /^(?:int|integer|float|double|bool|boolean|string|array|object|binary|unset)$/i;

/** A type in brackets before a value: its length in tokens, and whether the value stays a text of the sender. */
export function isCast(
  cursor: Cursor,
  dialect: Dialect,
): { readonly length: number; readonly keeps: boolean } | undefined {
  if (dialect.syntax.heredocs === true) {
    const type = cursor.ahead().text;
    if (!PHP_CAST.test(type) || cursor.ahead(2).text !== ')') return undefined;
    return { length: 3, keeps: /^(?:string|array|object|binary)$/i.test(type) };
  }
  if (dialect.typed !== true) return undefined;
  let at = 1;
  while (at < 14 && (cursor.ahead(at).kind === 'name' || /^[.[\]<>,?]$/.test(cursor.ahead(at).text))) at++;
  const following = cursor.ahead(at + 1);
  const operand = following.kind === 'name' || following.kind === 'string' || following.text === '(';
  if (at === 1 || cursor.ahead(at).text !== ')' || !operand) return undefined;
  return {
    length: at + 1,
    keeps: !/^(?:int|long|double|float|boolean|bool|Integer|Long)$/.test(cursor.ahead().text),
  };
}

/** What `for (const x of`, `for k, v in` and `for (String s :` set; the cursor behind it. Undefined for other loops. */
export function forTargets(cursor: Cursor): readonly string[] | undefined {
  const start = cursor.index;
  cursor.take('(');
  const names: string[] = [];
  for (let count = 0; count < 14; count++) {
    const { kind, text } = cursor.next();
    if (kind === 'name') {
      if (text === 'in' || text === 'of') return names.slice(-4);
      if (text !== 'each') names.push(text);
    } else if (text === ':' && kind === 'mark') return names.slice(-1);
    else if (!/^[(),[\]<>]$/.test(text)) break;
  }
  cursor.reset(start);
  return undefined;
}

/** Tokens of the type before `String cmd =`; 0 where no variable is declared. */
export function typeLength(cursor: Cursor): number {
  let at = 0;
  while (at < 30 && (cursor.ahead(at).kind === 'name' || /^[<>[\],.?]$/.test(cursor.ahead(at).text))) at++;
  if (at < 2 || !/^(?:=|;|:)$/.test(cursor.ahead(at).text)) return 0;
  const name = cursor.ahead(at - 1).kind === 'name' ? at - 1 : at - 3;
  const before = cursor.ahead(name - 1);
  const declares = name > 0 && (before.kind === 'name' || before.text === '>' || before.text === ']');
  return declares && cursor.ahead(name).kind === 'name' ? name : 0;
}
