import { type FunctionRange, functionsOf } from '../../flow/functions-of.ts';
import { NODE_SYNTAX } from '../../flow/node-syntax.ts';
import type { Language } from '../../text/language.ts';
import { LONG_PROGRAM } from '../../text/program-parts.ts';
import { pythonFunctions } from './python-functions.ts';

const DECLARED = /(?:^|[^\w$.])(?:const|let|var)\s{1,9}$/;

/** Functions around a place in which a name is looked for. */
const MAX_AROUND = 6;
/** Functions that begin before a place and are looked at for those around it. */
const MAX_BACK = 300;
/** Of a function, the characters in which declarations are looked for. */
const MAX_BODY = 20_000;

/** The functions of a program in which its names are told apart; in a short one a name has one meaning as a rule. */
export function functionsWithin(text: string, language: Language): readonly FunctionRange[] {
  if (text.length < LONG_PROGRAM) return [];
  if (language === 'python') return pythonFunctions(text);
  return language === 'node' ? functionsOf(text, NODE_SYNTAX) : [];
}

/** How a function of a language says that a name is its own; the name stands between the two. */
interface Own {
  readonly argument: readonly [string, string];
  readonly declared: readonly [string, string];
  /** What says that it is the whole program's all the same. */
  readonly shared?: readonly [string, string];
}

const BESIDE = ['(?<![\\w$.])', '(?![\\w$])'] as const;
const NODE: Own = {
  argument: BESIDE,
  declared: [`${BESIDE[0]}(?:const|let|var)\\s[^;=]{0,200}${BESIDE[0]}`, BESIDE[1]],
};
const PYTHON: Own = {
  // Not among the words that arguments are set to.
  argument: ['[(,*\\s](?<!=\\s{0,9})', '\\s{0,9}[=:,)]'],
  declared: [
    '(?:^|[\\n;:])[ \\t]{0,200}(?:for[ \\t]{1,9})?',
    '[ \\t]{0,9}(?:=(?!=)|:[^\\n=]{1,80}=(?!=)|[ \\t]in[ \\t])',
  ],
  shared: ['\\b(?:global|nonlocal)[ \\t][^\\n]{0,200}(?<!\\w)', '(?!\\w)'],
};

/** Names of variables, each with the functions in which it is meant: in a long program `data` is many things. */
export class NamesWithin {
  readonly #text: string;
  readonly #functions: readonly FunctionRange[];
  readonly #own: Own;
  readonly #everywhere = new Set<string>();
  readonly #within = new Map<string, FunctionRange[]>();

  /** @param functions of the text, as `functionsWithin` tells them */
  constructor(text: string, functions: readonly FunctionRange[], language: Language) {
    this.#text = text;
    this.#functions = functions;
    this.#own = language === 'python' ? PYTHON : NODE;
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
    if (this.#own === NODE && DECLARED.test(this.#text.slice(Math.max(0, at - 20), at))) return around[0];
    const [argument, declared, shared] = [this.#own.argument, this.#own.declared, this.#own.shared].map(
      (sides) => (sides === undefined ? undefined : new RegExp(sides.join(name))),
    );
    return around.find(({ start, body, end }) => {
      const inside = this.#text.slice(body, Math.min(end, body + MAX_BODY));
      if (shared?.test(inside) === true) return false;
      return argument?.test(this.#text.slice(start, body)) === true || declared?.test(inside) === true;
    });
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
