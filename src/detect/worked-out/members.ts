import { directory } from '../../explain/path-lookup.ts';
import { KNOWN_TEXTS } from './known-texts.ts';
import {
  Dict,
  FETCHED,
  hasHole,
  isCut,
  joinedTexts,
  List,
  Own,
  Path,
  Process,
  UNKNOWN,
  type Value,
} from './value.ts';

/** Names under which everything is found that has no module of its own. */
const GLOBAL = /^(?:builtins|__builtins__|globalThis|global|window|self)\./;

/** What a member of a value is: of a module its path, of an object what it holds. */
export function memberOf(base: Value, name: string): Value {
  if (base === FETCHED) return FETCHED;
  if (base instanceof Path) {
    // `vars(os)`, `os.__dict__`: the names of a module.
    if (name === '__dict__') return base;
    if (base.name === 'globals()' || base.name === 'sys.modules') return new Path(name);
    const path = `${base.name}.${name}`.slice(0, 200).replace(GLOBAL, '');
    return KNOWN_TEXTS.get(path) ?? new Path(path);
  }
  if (base instanceof Dict) {
    if (name === '__dict__') return base;
    return base.get(name) ?? UNKNOWN;
  }
  if (name === '__doc__' && base instanceof Own) return docIn(base.tokens, base.start, base.end) ?? UNKNOWN;
  // Of a member of an `Enum`.
  if (name === 'value' && typeof base === 'string') return base;
  // Of a path.
  if (name === 'parent' && typeof base === 'string' && base.startsWith('/')) return directory(base);
  if (base instanceof Process && /^(?:stdin|stdio)$/.test(name)) return base;
  if (name === 'length' && typeof base === 'string' && !hasHole(base)) return base.length;
  if (name === 'length' && base instanceof List) return base.items.length;
  return base instanceof Own && name === 'prototype' ? new Dict() : UNKNOWN;
}

/** The text that a block of Python begins with, which `__doc__` gives; undefined where it begins with something else. */
export function docIn(tokens: Own['tokens'], start: number, end: number): string | undefined {
  let at = start;
  while (at < end && tokens[at]?.kind === 'line') at++;
  const token = at < end ? tokens[at] : undefined;
  return token?.kind === 'string' ? token.text : undefined;
}

/** Modules with functions that start something. */
const STARTS = /^(?:os|posix|subprocess|builtins|__builtins__|child_process)$/;
/** And objects with anything else as well. */
const HOLDS_ALL = /^(?:globalThis|global|window)$/;

/** Whether a name that was not followed is looked up where functions are that start something. */
export function isLost(base: Value, name: Value, isCalled: boolean): boolean {
  if (!isCut(name) || !(base instanceof Path)) return false;
  return STARTS.test(base.name) || (isCalled && HOLDS_ALL.test(base.name));
}

/** An element by its index or key. */
export function elementOf(base: Value, key: Value): Value {
  if (base instanceof List) {
    if (typeof key === 'number') return base.items.at(key) ?? UNKNOWN;
    return typeof key === 'string' && /^\d{1,6}$/.test(key) ? (base.items[Number(key)] ?? UNKNOWN) : UNKNOWN;
  }
  if (typeof base === 'string')
    return typeof key === 'number' && !hasHole(base) ? (base.at(key) ?? UNKNOWN) : UNKNOWN;
  return typeof key === 'string' || typeof key === 'number' ? memberOf(base, String(key)) : UNKNOWN;
}

const SURROGATE = /[\ud800-\udfff]/;

/** A slice of a text or list, as Python gives it; `null` where a side is left out. */
export function sliceOf(base: Value, from: Value, to: Value, step: Value): Value {
  const isNumber = (value: Value): value is number | null => value === null || Number.isInteger(value);
  if (!isNumber(from) || !isNumber(to) || !isNumber(step) || step === 0) return UNKNOWN;
  if (typeof base !== 'string' && !(base instanceof List)) return UNKNOWN;
  const by = step ?? 1;
  if (by === 1 && typeof base === 'string' && !SURROGATE.test(base))
    return base.slice(from ?? 0, to ?? base.length);
  const all = typeof base === 'string' ? [...base] : base.items;
  const clamp = (index: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, index < 0 ? index + all.length : index));
  const picked: Value[] = [];
  if (by > 0) {
    const end = to === null ? all.length : clamp(to, 0, all.length);
    for (let at = from === null ? 0 : clamp(from, 0, all.length); at < end; at += by)
      picked.push(all[at] ?? UNKNOWN);
  } else {
    const end = to === null ? -1 : clamp(to, -1, all.length);
    for (let at = from === null ? all.length - 1 : clamp(from, -1, all.length - 1); at > end; at += by)
      picked.push(all[at] ?? UNKNOWN);
  }
  return typeof base === 'string' ? joinedTexts(picked) : new List(picked);
}

/** Sets a member or element, where what it is in is known. */
export function setMember(base: Value, key: Value, value: Value): void {
  if (base instanceof List && typeof key === 'number') {
    if (Number.isInteger(key) && key >= 0 && key <= base.items.length && key < 20_000)
      base.items[key] = value;
  } else if (base instanceof Dict && (typeof key === 'string' || typeof key === 'number')) {
    if (base.entries.size < 20_000) base.entries.set(String(key), value);
  }
}
