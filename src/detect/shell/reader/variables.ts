import type { WordPart } from 'unbash';
import { MAX_VALUE } from './bounds.ts';
import { OWN_TEXT } from './script-files.ts';

/** Variables and arrays each. */
const MAX_VARIABLES = 50_000;
const MAX_NAMES = 5000;

export type ParameterExpansion = Extract<WordPart, { type: 'ParameterExpansion' }>;

/** What a script's variables, arrays and positional parameters hold, as far as it is known. */
export class Variables {
  readonly values: Map<string, string>;
  readonly #arrays = new Map<string, readonly string[]>();
  /** What the function that is being read was called with; undefined outside of one. */
  positional: readonly string[] | undefined;

  readonly #missed: () => void;

  /**
   * @param before those set before the script begins
   * @param missed called where something is not kept
   */
  constructor(before: ReadonlyMap<string, string> | undefined, missed: () => void) {
    this.values = new Map(before);
    this.#missed = missed;
  }

  set(name: string, value: string): void {
    const hasRoom = this.values.size < MAX_VARIABLES || this.values.has(name);
    if (!hasRoom || value.length > MAX_VALUE) this.#missed();
    if (hasRoom) this.values.set(name, value.slice(0, MAX_VALUE));
  }

  setArray(name: string, items: readonly string[]): void {
    this.set(name, items.join(' '));
    if (this.#arrays.size < MAX_VARIABLES) this.#arrays.set(name, items);
  }

  /** The value of `$NAME`, where it is known. */
  value(name: string): string | undefined {
    if (name === 'IFS') return this.values.get(name) ?? ' ';
    if (name === 'HOME') return this.values.get(name) ?? '/root';
    // As long as no `cd` says more, what is in that folder is what has no other.
    if (name === 'SHELL' || name === 'BASH') return this.values.get(name) ?? '/bin/bash';
    if (name === 'PWD') return this.values.get(name) ?? '.';
    if (name === '0' || name === 'BASH_SOURCE') return OWN_TEXT;
    if (/^[1-9]\d{0,4}$/.test(name) && this.positional !== undefined)
      return this.positional[Number(name) - 1] ?? '';
    if (/^[@*#?$!1-9-]$/.test(name)) {
      return name === '@' || name === '*' ? undefined : (this.values.get(name) ?? '');
    }
    return this.values.get(name);
  }

  /** The value of `${NAME}`, `${NAME[n]}` or `${!NAME}`, where it is known. */
  valueOf(part: ParameterExpansion): string | undefined {
    if (part.prefix === '!') {
      const name = this.value(part.parameter);
      return name === undefined ? undefined : this.value(name);
    }
    if (part.prefix !== undefined) return undefined;
    const items = part.index === undefined ? undefined : this.#arrays.get(part.parameter);
    const at = part.index?.value ?? '';
    return items !== undefined && /^\d{1,4}$/.test(at) ? items[Number(at)] : this.value(part.parameter);
  }

  /** The words that `"${NAME[@]}"`, or `"$@"` in a function, stands for. */
  itemsOf(part: WordPart): readonly string[] | undefined {
    if (part.type === 'DoubleQuoted') {
      const [only, ...others] = part.parts;
      return only !== undefined && others.length === 0 ? this.itemsOf(only) : undefined;
    }
    if (part.type === 'SimpleExpansion') return /^\$[@*]$/.test(part.text) ? this.positional : undefined;
    if (part.type !== 'ParameterExpansion' || part.prefix !== undefined || part.operation !== undefined)
      return undefined;
    if (part.index === undefined) return /^[@*]$/.test(part.parameter) ? this.positional : undefined;
    return /^[@*]$/.test(part.index.value) ? this.#arrays.get(part.parameter) : undefined;
  }

  namesFrom(beginning: string): readonly string[] {
    return [...this.values.keys()].filter((name) => name.startsWith(beginning)).slice(0, MAX_NAMES);
  }
}
