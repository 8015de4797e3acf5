/** Stands for what whoever sends the request decides. */
export const REQUEST = Symbol('request');
/** Stands for what cannot be told from the text alone. */
const UNKNOWN = Symbol('unknown');

export type Piece = string | typeof REQUEST | typeof UNKNOWN;

/** What an expression comes to, as far as it can be told without running it: pieces in a row. */
export interface Value {
  readonly pieces: readonly Piece[];
  /** Elements, of a list that is written out. */
  readonly items?: readonly Value[];
  /** The name that it was read from, parts joined by dots: `request.args.get`. What can be assigned or called. */
  readonly path?: string;
  /** What the variable that it was read from had been set to: `Runtime.getRuntime`. */
  readonly origin?: string;
  /** An element: the one that `path` names, or any of what it names. */
  readonly indexed?: 'one' | 'any';
  /** True when its text was put together or decoded rather than written. */
  readonly made?: boolean;
}

export const NOTHING: Value = { pieces: [UNKNOWN] };
export const FROM_REQUEST: Value = { pieces: [REQUEST] };

const MAX_PIECES = 64;
/** A longer text is no longer followed. */
export const MAX_KNOWN = 1024 * 1024;

export function constant(text: string, made = false): Value {
  return { pieces: [text], ...(made && { made }) };
}

export function isTainted(value: Value): boolean {
  return value.pieces.includes(REQUEST);
}

/** The text, where all of it is known. */
export function known(value: Value | undefined): string | undefined {
  if (value === undefined) return undefined;
  const [first, second] = value.pieces;
  return second === undefined && typeof first === 'string' && value.items === undefined ? first : undefined;
}

/** One value after the other, with `between` put in. */
export function concat(values: readonly Value[], between = ''): Value {
  const pieces: Piece[] = [];
  for (const [index, value] of values.entries()) {
    const added = index > 0 && between !== '' ? [between, ...value.pieces] : value.pieces;
    for (const piece of added) {
      const last = pieces.at(-1);
      if (typeof piece !== 'string') {
        if (last !== piece) pieces.push(piece);
      } else if (typeof last !== 'string') pieces.push(piece);
      else pieces[pieces.length - 1] = last.length + piece.length > MAX_KNOWN ? last : last + piece;
    }
  }
  const made = values.length > 1 || values.some((value) => value.made === true);
  if (pieces.length <= MAX_PIECES) return { pieces, ...(made && { made }) };
  const cut = pieces.slice(0, MAX_PIECES);
  return { pieces: cut.includes(REQUEST) || !pieces.includes(REQUEST) ? cut : [...cut, REQUEST] };
}

/** Either of two, whichever says more about the request: that one may happen is enough. */
export function either(a: Value, b: Value): Value {
  if (isTainted(b)) return b;
  if (isTainted(a)) return a;
  return b.pieces[0] === UNKNOWN ? a : b;
}

/** A list that is written out. */
export function list(items: readonly Value[]): Value {
  const kept = items.slice(0, 2000);
  return { ...concat(kept, ' '), items: kept };
}

/** An element of a list, or a character of a text. */
export function element(value: Value, index: Value): Value {
  const key = known(index);
  const number = key !== undefined && /^-?\d{1,7}$/.test(key) ? Number(key) : undefined;
  if (value.items !== undefined) {
    const item = number === undefined ? undefined : value.items.at(number);
    return item ?? value.items.find(isTainted) ?? NOTHING;
  }
  const text = known(value);
  if (text !== undefined && number !== undefined) return constant(text.at(number) ?? '', true);
  return isTainted(value) ? { pieces: value.pieces } : NOTHING;
}
