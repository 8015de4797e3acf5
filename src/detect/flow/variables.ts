import type { Calls } from './calls.ts';
import type { Dialect } from './dialect.ts';
import type { Scopes } from './scopes.ts';
import { constant, element, FROM_REQUEST, isTainted, known, NOTHING, type Value } from './value.ts';

/** What all readers of one program share. */
export interface Context {
  readonly dialect: Dialect;
  readonly scopes: Scopes;
  readonly calls: Calls;
}

const MAX_PATH = 200;

/** What variables, their members and their elements hold, by the paths that they are written with (`$a.b`). */
export class Variables {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** A name as it is kept: some languages do not tell `A` from `a`. */
  named(name: string): string {
    return this.#context.dialect.ignoresCase === 'all' ? name.toLowerCase() : name;
  }

  read(path: string): Value {
    const { scopes, calls, dialect } = this.#context;
    const value = scopes.get(path);
    if (value !== undefined) return { ...value, path };
    const read = calls.read(path);
    const unset = scopes.isExtracted && dialect.interpolates === '$' && /^\$[A-Za-z_]/.test(path);
    return unset && !isTainted(read) ? { ...FROM_REQUEST, path } : read;
  }

  /** The variable that a text names, as `$$name` of PHP does. */
  called(name: Value): Value {
    const text = known(name);
    if (text === undefined) return isTainted(name) ? FROM_REQUEST : NOTHING;
    return this.read(`$${text.slice(0, MAX_PATH)}`);
  }

  member(base: Value, name: string): Value {
    const { scopes, calls, dialect } = this.#context;
    const path = extended(base.path, name);
    const origin = base.origin === undefined ? undefined : extended(base.origin, name);
    const set = scopes.get(path);
    if (set !== undefined) return { ...set, path };
    const read = calls.read(origin ?? path);
    const inherits = isTainted(base) && dialect.harmless?.test(name) !== true;
    const value = isTainted(read) ? FROM_REQUEST : inherits ? { pieces: base.pieces } : NOTHING;
    return { ...value, path, ...(origin !== undefined && { origin }) };
  }

  element(value: Value, index: Value): Value {
    const { path, origin } = value;
    const key = known(index);
    if (path !== undefined && /^\$?_?GLOBALS$/i.test(path) && key !== undefined) return this.read(`$${key}`);
    if (path === undefined) return element(value, index);
    // One element of several: what the others hold does not matter.
    if (key !== undefined && /^[\w-]{1,60}$/.test(key)) {
      const member = this.member(value, key);
      const isSet = this.#context.scopes.get(member.path ?? '') !== undefined;
      const written = !isSet && (value.items !== undefined || known(value) !== undefined);
      return { ...member, ...(written && element(value, index)), indexed: 'one' };
    }
    return { ...element(value, index), path, ...(origin !== undefined && { origin }), indexed: 'any' };
  }

  /** @param block where it is set, by number */
  set(target: Value, value: Value, block: number): void {
    const { scopes, dialect } = this.#context;
    if (target.items !== undefined && target.path === undefined) {
      for (const [index, item] of target.items.entries()) {
        this.set(item, value.items?.[index] ?? element(value, NOTHING), block);
      }
    } else if (target.path !== undefined && !dialect.sources.test(target.path)) {
      scopes.set(target.path, value, block, target.indexed === 'any' || dialect.weak === true);
    }
  }
}

/** A word that stands for itself, in brackets behind a name. */
export function asKey(value: Value = NOTHING): Value {
  return known(value) === undefined && value.path !== undefined && !isTainted(value)
    ? constant(value.path)
    : value;
}

function extended(path: string | undefined, name: string): string {
  if (path === undefined) return name;
  return path.length + name.length > MAX_PATH ? `….${name.slice(0, MAX_PATH)}` : `${path}.${name}`;
}
