import { type FunctionRange, functionsOf } from '../flow/functions-of.ts';
import { NODE_SYNTAX } from '../flow/node-syntax.ts';
import type { Language } from '../text/language.ts';
import { LONG_PROGRAM } from '../text/program-parts.ts';

const DECLARED = /(?:^|[^\w$.])(?:const|let|var)\s{1,9}$/;

/** Functions around a place in which a name is looked for. */
const MAX_AROUND = 6;
/** Functions that begin before a place and are looked at for those around it. */
const MAX_BACK = 300;
/** Of a function, the characters in which declarations are looked for. */
const MAX_BODY = 20_000;

/** The functions of a program in which its names are told apart; in a short one a name has one meaning as a rule. */
export function functionsWithin(text: string, language: Language): readonly FunctionRange[] {
  return language === 'node' && text.length >= LONG_PROGRAM ? functionsOf(text, NODE_SYNTAX) : [];
}

/** Names of variables, each with the functions in which it is meant: in a long program `data` is many things. */
export class NamesWithin {
  readonly #text: string;
  readonly #functions: readonly FunctionRange[];
  readonly #everywhere = new Set<string>();
  readonly #within = new Map<string, FunctionRange[]>();

  /** @param functions of the text, as `functionsWithin` tells them */
  constructor(text: string, functions: readonly FunctionRange[]) {
    this.#text = text;
    this.#functions = functions;
  }

  get size(): number {
    return this.#everywhere.size + this.#within.size;
  }

  /** @param at where it is set; left out for a name that counts everywhere */
  add(name: string, at?: number): void {
    const within = at === undefined ? undefined : this.#declaredIn(name, at);
    if (within === undefined) this.#everywhere.add(name);
    else {
      const ranges = this.#within.get(name) ?? [];
      this.#within.set(name, ranges);
      ranges.push(within);
    }
  }

  has(name: string, at: number): boolean {
    if (this.#within.get(name)?.some(({ start, end }) => start <= at && at < end) === true) return true;
    return this.#everywhere.has(name) && this.#declaredIn(name, at) === undefined;
  }

  /** The function whose variable or argument is meant by a name; none for one of the whole program. */
  #declaredIn(name: string, at: number): FunctionRange | undefined {
    if (this.#functions.length === 0) return undefined;
    const around = this.#around(at);
    if (DECLARED.test(this.#text.slice(Math.max(0, at - 20), at))) return around[0];
    const argument = new RegExp(`(?<![\\w$.])${name}(?![\\w$])`);
    const declared = new RegExp(`(?<![\\w$.])(?:const|let|var)\\s[^;=]{0,200}(?<![\\w$.])${name}(?![\\w$])`);
    return around.find(
      ({ start, body, end }) =>
        argument.test(this.#text.slice(start, body)) ||
        declared.test(this.#text.slice(body, Math.min(end, body + MAX_BODY))),
    );
  }

  /** The functions around a place, the innermost first. */
  #around(at: number): readonly FunctionRange[] {
    let low = 0;
    let high = this.#functions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#functions[middle]?.start ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    const found: FunctionRange[] = [];
    for (let i = low - 1; i >= 0 && i > low - MAX_BACK && found.length < MAX_AROUND; i--) {
      const range = this.#functions[i];
      if (range !== undefined && at < range.end) found.push(range);
    }
    return found;
  }
}
