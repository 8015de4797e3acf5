import type { Token } from '../flow/tokens.ts';
import type { Scope } from './scope.ts';

/** Stands in a text for what only shows while the program runs. */
export const HOLE = '\uE000';
/** The same, where it is a bound of ours that keeps it from being known. */
export const CUT_HOLE = '\uE001';
/** The same for what came from the network. */
const FETCHED_HOLE = '\uE002';
/** A longer text is no longer followed. */
const MAX_TEXT = 256 * 1024;
/** Of a list. */
export const MAX_ITEMS = 20_000;

/** What cannot be told from the program's text. */
class Unknown {
  readonly hole: string;

  constructor(hole: string) {
    this.hole = hole;
  }
}
export const UNKNOWN: Unknown = new Unknown(HOLE);
/** More than is followed. */
export const UNFOLLOWED: Unknown = new Unknown(CUT_HOLE);

/** Whether a value is, or holds, what was not followed. */
export function isCut(value: unknown): boolean {
  return value === UNFOLLOWED || (typeof value === 'string' && value.includes(CUT_HOLE));
}

/** What came from the network. */
export const FETCHED: Unknown = new Unknown(FETCHED_HOLE);

/** A list, a tuple or an array. */
export class List {
  readonly items: Value[];

  constructor(items: Value[]) {
    this.items = items.length > MAX_ITEMS ? [...items.slice(0, MAX_ITEMS), UNFOLLOWED] : items;
  }
}

/** A dictionary, an object, a class or what is made of one. */
export class Dict {
  readonly entries = new Map<string, Value>();
  /** The class that it is made of. */
  readonly of: Dict | undefined;
  readonly isClass: boolean;

  constructor(of?: Dict, isClass = false) {
    this.of = of;
    this.isClass = isClass;
  }

  get(name: string): Value | undefined {
    return this.entries.get(name) ?? this.of?.entries.get(name);
  }
}

/** What no text of the program sets: a module, or a function of one, by its name with dots. */
export class Path {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A function that the program defines. */
export class Own {
  readonly params: readonly Param[];
  /** Of its program, which may be another file than the one that calls it. */
  readonly tokens: readonly Token[];
  readonly closes: ReadonlyMap<number, number>;
  /** Tokens of its body. */
  readonly start: number;
  readonly end: number;
  /** One expression, whose value it gives. */
  readonly isExpression: boolean;
  readonly scope: Scope<Value>;
  /** How far the line that defines it is indented. */
  readonly indent: number;

  constructor(of: Omit<Own, never>) {
    this.params = of.params;
    this.tokens = of.tokens;
    this.closes = of.closes;
    this.start = of.start;
    this.end = of.end;
    this.isExpression = of.isExpression;
    this.scope = of.scope;
    this.indent = of.indent;
  }
}

export interface Param {
  readonly name: string;
  /** What it holds where a call does not say; the names of what an object is taken apart into. */
  readonly otherwise: Value;
  readonly isRest: boolean;
}

/** A program that was started and reads what is written to it. */
export class Process {
  readonly isShell: boolean;

  constructor(isShell: boolean) {
    this.isShell = isShell;
  }
}

/** A file that was opened. */
export class OpenFile {
  readonly path: string;
  /** What it holds, where the image tells. */
  readonly content: () => Value;

  constructor(path: string, content: () => Value) {
    this.path = path;
    this.content = content;
  }
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Unknown
  | List
  | Dict
  | Path
  | Own
  | Process
  | OpenFile;

/** A text of a value as it stands in another; a hole for what is none. */
export function shown(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof Unknown ? value.hole : HOLE;
}

export function hasHole(text: string): boolean {
  return text.includes(HOLE) || text.includes(CUT_HOLE) || text.includes(FETCHED_HOLE);
}

/** Whether a value is what came from the network, or a text that holds it. */
export function isFetched(value: Value | undefined): boolean {
  return value === FETCHED || (typeof value === 'string' && value.includes(FETCHED_HOLE));
}

/** A text within what is followed. */
export function textOf(text: string): Value {
  return text.length > MAX_TEXT ? UNFOLLOWED : text;
}

/** About how much work it is to go through a value, as `Machine.pays` takes it. */
export function sizeOf(value: Value | undefined): number {
  if (typeof value === 'string') return value.length >> 3;
  if (value instanceof List) return value.items.length;
  return value instanceof Dict ? value.entries.size : 0;
}

/** The texts of values, one after the other, within what is followed: an image's author may ask for more than there is memory. */
export function joinedTexts(values: Iterable<Value>, between = '', show = shown): Value {
  const texts: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = show(value);
    length += text.length + (texts.length > 0 ? between.length : 0);
    if (length > MAX_TEXT) return UNFOLLOWED;
    texts.push(text);
  }
  return texts.join(between);
}

/** A text so many times. */
export function repeated(text: string, times: number): Value {
  return times > 0 && text.length * times > MAX_TEXT ? UNFOLLOWED : text.repeat(Math.max(0, times));
}

/** Adds values to a list, as far as lists are followed; one more shows that there were more. */
export function addTo(list: Value[], more: Iterable<Value>): void {
  for (const value of more) {
    if (list.length > MAX_ITEMS) return;
    list.push(value);
  }
}

/** Several lists as one. */
export function together(lists: Iterable<readonly Value[]>): List {
  const all: Value[] = [];
  for (const items of lists) {
    if (all.length > MAX_ITEMS) break;
    addTo(all, items);
  }
  return new List(all);
}

/** One value after the other, as `+` puts them. */
export function joined(left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (left instanceof List && right instanceof List) return new List([...left.items, ...right.items]);
  if (typeof left !== 'string' && typeof right !== 'string')
    return left === UNFOLLOWED || right === UNFOLLOWED ? UNFOLLOWED : UNKNOWN;
  return textOf(shown(left) + shown(right));
}

/** What a loop over a value goes through; undefined where that is not known. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof List) return value.items;
  if (value instanceof OpenFile) return linesOf(value.content());
  if (typeof value === 'string') return value.length > MAX_ITEMS || hasHole(value) ? undefined : [...value];
  return value instanceof Dict && !value.isClass ? [...value.entries.keys()] : undefined;
}

/** The lines of a text, each with its end; undefined for what is none. */
export function linesOf(text: Value): readonly Value[] | undefined {
  if (text === UNFOLLOWED) return [UNFOLLOWED];
  return typeof text === 'string' && !hasHole(text) ? new List(text.split(/(?<=\n)/)).items : undefined;
}

/** Whether a condition holds; undefined where that is not known. */
export function truth(value: Value): boolean | undefined {
  if (typeof value === 'string') return hasHole(value) && value.length === 1 ? undefined : value !== '';
  if (typeof value === 'number' || typeof value === 'boolean') return Boolean(value);
  if (value === null) return false;
  if (value instanceof List) return value.items.length > 0;
  return value instanceof Dict && !value.isClass ? value.entries.size > 0 : undefined;
}
