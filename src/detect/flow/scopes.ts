import type { Dialect } from './dialect.ts';
import { constant, either, isTainted, known, NOTHING, type Value } from './value.ts';

interface Variable {
  readonly value: Value;
  /** The block that it was set in; blocks are numbered as they open. */
  readonly block: number;
}

/** A function that the text itself defines. */
export interface OwnFunction {
  readonly params: readonly string[];
  /** What its calls were seen to hand to it, joined. */
  given: (Value | undefined)[];
  returns: Value;
}

/** Characters of the texts that calls hand to one argument. */
const MAX_GIVEN = 4096;
const MAX_VARIABLES = 50_000;
const MAX_FUNCTIONS = 10_000;

/** The variables and functions of one text. Functions are kept from pass to pass, variables are not. */
export class Scopes {
  /** Whether functions were seen to get or give something that another pass has to take along. */
  news = false;
  /** Whether part of that is what the request says. */
  spreads = false;
  /** Whether something nests deeper, or is more, than is followed. */
  missed = false;
  readonly functions = new Map<string, OwnFunction>();
  /** Scopes in which `extract($_POST)` was called: any name may hold what the request says. */
  readonly #extracted = new WeakSet<object>();
  readonly #stack: Map<string, Variable>[] = [new Map()];
  readonly #shared = new Set<string>();
  readonly #closures: boolean;
  #count = 0;

  constructor(closures: boolean) {
    this.#closures = closures;
  }

  /** Begins another pass over the text. */
  restart(): void {
    this.news = false;
    this.spreads = false;
    this.#stack.splice(0, this.#stack.length, new Map());
    this.#count = 0;
  }

  enter(): void {
    this.#stack.push(new Map());
  }

  leave(): void {
    if (this.#stack.length > 1) this.#stack.pop();
  }

  /** From now on any name that is not set in this function may hold what the request says. */
  extract(): void {
    this.#extracted.add(this.#stack.at(-1) ?? this);
  }

  get isExtracted(): boolean {
    return this.#extracted.has(this.#stack.at(-1) ?? this);
  }

  /** `global $x`. */
  share(path: string): void {
    if (this.#shared.size < 1000) this.#shared.add(path);
  }

  get(path: string): Value | undefined {
    return this.#find(path)?.get(path)?.value;
  }

  /** Sets a variable; what one branch sets does not undo what was set before it or in the branch beside it. */
  set(path: string, value: Value, block: number, weak: boolean): void {
    const scope = this.#find(path) ?? this.#home(path);
    const before = scope.get(path);
    const inBranch = before !== undefined && block > before.block;
    const joins = before !== undefined && (weak || inBranch);
    if (before === undefined && this.#count++ >= MAX_VARIABLES) {
      this.missed = true;
      return;
    }
    const kept = joins ? either(before.value, value) : value;
    const origin = kept.origin ?? kept.path;
    const own: Value = {
      pieces: kept.pieces,
      ...(kept.items && { items: kept.items }),
      ...(kept.made && { made: true }),
      ...(origin !== undefined && { origin }),
    };
    scope.set(path, { value: own, block: before === undefined || !inBranch ? block : before.block });
  }

  define(name: string, params: readonly string[]): OwnFunction {
    const defined = this.functions.get(name);
    if (defined !== undefined) return defined;
    const made: OwnFunction = { params, given: [], returns: NOTHING };
    if (this.functions.size < MAX_FUNCTIONS) this.functions.set(name, made);
    else this.missed = true;
    return made;
  }

  /** Notes what a call hands to a function of the text's own. */
  handOver(own: OwnFunction, args: readonly Value[], dialect: Dialect): void {
    // The object itself comes first in Python.
    const first = /^(?:self|cls)$/.test(own.params[0] ?? '') ? 1 : 0;
    for (const [at, value] of args.slice(0, 20).entries()) {
      const index = at + first;
      const before = own.given[index] ?? NOTHING;
      // The whole of an argument decides more than what stands between other words.
      const isWhole = isTainted(value) && value.pieces.length === 1 && before.pieces.length > 1;
      if (isTainted(before) && !isWhole) continue;
      const text = known(value);
      if (dialect.tellsCommands === true) {
        const all = alsoGiven(before, value);
        if (all !== before) this.news = true;
        own.given[index] = all;
        continue;
      }
      own.given[index] = isWhole ? value : either(before, value);
      if (isTainted(value)) this.spreads = true;
      if (isTainted(value) || (text !== undefined && text !== known(before) && dialect.sinks.has(text)))
        this.news = true;
    }
  }

  /** Notes what a function of the text's own gives back. */
  give(own: OwnFunction, value: Value): void {
    if (isTainted(own.returns)) return;
    if (isTainted(value)) this.spreads = true;
    if (isTainted(value) || known(value) !== known(own.returns)) this.news = true;
    own.returns = either(own.returns, value);
  }

  #find(path: string): Map<string, Variable> | undefined {
    const own = this.#stack.at(-1);
    if (own?.has(path)) return own;
    if (!this.#closures) {
      const [first] = this.#stack;
      return this.#isShared(path) && first?.has(path) ? first : undefined;
    }
    // The innermost one that has it; few texts nest deeper than a handful.
    for (let i = this.#stack.length - 2, hops = 0; i >= 0 && hops < 20; i--, hops++) {
      if (this.#stack[i]?.has(path)) return this.#stack[i];
    }
    return undefined;
  }

  #home(path: string): Map<string, Variable> {
    const own = this.#stack.at(-1) as Map<string, Variable>;
    return this.#isShared(path) ? (this.#stack[0] ?? own) : own;
  }

  /** Members of the object at hand, and what was declared to be global. */
  #isShared(path: string): boolean {
    return /^\$?(?:this|self|me)\./.test(path) || this.#shared.has(path);
  }
}

/** All texts that calls hand to one argument, a line each: as a command each of them is run. Of lists the first. */
function alsoGiven(before: Value, value: Value): Value {
  const [had, text] = [known(before), known(value)];
  if (had === undefined) return before.items === undefined && isShort(value) ? value : before;
  if (text === undefined || text === had || had.length + text.length > MAX_GIVEN) return before;
  return `\n${had}\n`.includes(`\n${text}\n`) ? before : constant(`${had}\n${text}`, true);
}

/** A text, or a list of nothing but texts: lists in lists would grow with each pass. */
function isShort(value: Value): boolean {
  const texts = value.items?.map(known) ?? [known(value)];
  let left = MAX_GIVEN;
  for (const text of texts) {
    left -= text?.length ?? MAX_GIVEN + 1;
    if (left < 0) return false;
  }
  return texts.length > 0;
}
