import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Token } from '../flow/tokens.ts';
import { KNOWN_TEXTS } from './known-texts.ts';
import { Scope } from './scope.ts';
import { type Dict, type Own, type Param, Path, UNKNOWN, type Value } from './value.ts';

export type WorkedLanguage = 'python' | 'node';

/** A text that a program hands to a shell, to its own language or to a file. */
export interface Handed {
  readonly text: string;
  readonly line: number;
}

export interface HandedFile extends Handed {
  readonly path: string;
}

/** What lies around a program. */
export interface Around {
  readonly path?: string;
  readonly readFile?: (path: string) => string | undefined;
  /** Files that import it, one in another. */
  readonly imported?: number;
  /** Shared with the files that import it. */
  readonly modules?: Modules;
}

/** The files that a program imports, and those that they import: each is read once. */
export interface Modules {
  readonly values: Map<string, Value>;
  /** Characters of more of them that are read. */
  left: number;
}

/** What can be assigned: the place that the last expression named. */
export type Target = (value: Value) => void;

/** What is called, with what, and where. */
export interface Call {
  readonly callee: Value;
  /** What a method is called on, and its name. */
  readonly base: Value | undefined;
  readonly member: string | undefined;
  readonly args: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Index of the opening bracket's token. */
  readonly at: number;
}

/** The parts of the reader, which ask for one another. */
export interface Parts {
  expression(least?: number): Value;
  primary(): Value;
  postfix(value: Value): Value;
  items(close: string): readonly Value[];
  /** One argument of Python, or all that one spreads. */
  argument(): readonly Value[];
  statement(): void;
  run(start: number, end: number, indent: number): void;
  define(params: readonly Param[], body: Body): Own;
  call(own: Own, args: readonly Value[], named: ReadonlyMap<string, Value>, self?: Value): Value;
  make(made: Dict, args: readonly Value[], named: ReadonlyMap<string, Value>): Value;
  called(call: Call): Value;
  code(text: string): Value;
  params(close: string): readonly Param[];
  /** What another file of the program gives to who imports it. */
  module(text: string, path: string): Value;
}

export interface Body {
  readonly start: number;
  readonly end: number;
  readonly isExpression: boolean;
}

const END: Token = { kind: 'line', text: '', at: Number.MAX_SAFE_INTEGER, indent: -1 };
/** Characters of imported files for each token that may be read again. */
const IMPORTED = 2;
/** Work on texts and lists for each of those tokens. */
const WORKED = 32;
/** Expressions, blocks and calls in one another. */
const MAX_NEST = 150;
const MAX_FOUND = 500;

/** Where the reading of a program is, what its names hold, and what was seen to be handed on. */
export class Machine {
  readonly text: string;
  readonly language: WorkedLanguage;
  tokens: readonly Token[];
  /** By the index of a bracket that opens: the one that closes it. */
  closes: ReadonlyMap<number, number>;
  /** In the code of a template, whose tokens are others. */
  inTemplate = 0;
  readonly lines: LineIndex;
  readonly readFile: (path: string) => string | undefined;
  /** Where the program's file lies. */
  readonly path: string | undefined;
  /** Imports around it. */
  readonly imported: number;
  parts!: Parts;
  at = 0;
  end: number;
  indent = 0;
  scope: Scope<Value> = new Scope<Value>();
  target: Target | undefined;
  /** In a branch of which it is not known whether it is taken. */
  perhaps = 0;
  /** What is read now is read for its length only. */
  muted = 0;
  /** In a loop or a call, whose tokens are read again. */
  repeats = 0;
  nest = 0;
  inBrackets = 0;
  gives: Value | undefined;
  /** Of conditions that are not known, whether only the first branch is taken. */
  firstOnly = false;
  /** More was to be followed than is. */
  unfollowed = false;
  /** Loops or calls were left before their end. */
  isCut = false;
  /** Something is handed on, or a file written: what that is may matter. */
  handsOn = false;
  readonly commands: Handed[] = [];
  readonly codes: Handed[] = [];
  /** Lines on which what came from the network is run. */
  readonly fetched = new Set<number>();
  readonly files = new Map<string, HandedFile>();
  readonly environment = new Map<string, string>();
  /** Functions that were read, by where they begin, and those that nothing has called yet. */
  readonly read = new Set<number>();
  readonly waiting = new Map<number, { readonly own: Own; readonly self?: Value }>();
  /** What functions give that are told nothing, by where they begin. */
  readonly given = new Map<number, Value>();
  readonly modules: Modules;
  /** While a function of another file is read: the line that called it. */
  calledFrom: number | undefined;
  /** Tokens that loops and calls may read again. */
  readonly mostRepeated: number;
  #left: number;
  #workLeft: number;

  constructor(
    text: string,
    language: WorkedLanguage,
    tokens: readonly Token[],
    around: Around,
    mostRepeated: number,
  ) {
    this.mostRepeated = mostRepeated;
    this.#left = mostRepeated;
    this.#workLeft = mostRepeated * WORKED;
    this.text = text;
    this.language = language;
    this.tokens = tokens;
    this.closes = closing(tokens);
    this.lines = new LineIndex(text);
    this.readFile = around.readFile ?? (() => undefined);
    this.path = around.path;
    this.imported = around.imported ?? 0;
    // As much of what it imports as of what repeats in it.
    this.modules = around.modules ?? { values: new Map(), left: mostRepeated * IMPORTED };
    this.end = tokens.length;
  }

  get token(): Token {
    return this.at < this.end ? (this.tokens[this.at] ?? END) : END;
  }

  ahead(count = 1): Token {
    return this.at + count < this.end ? (this.tokens[this.at + count] ?? END) : END;
  }

  get done(): boolean {
    return this.at >= this.end;
  }

  next(): Token {
    const { token } = this;
    this.at++;
    if (this.repeats > 0) this.#left--;
    return token;
  }

  isMark(text: string): boolean {
    const { token } = this;
    return token.kind === 'mark' && token.text === text;
  }

  isName(text: string): boolean {
    const { token } = this;
    return token.kind === 'name' && token.text === text;
  }

  take(text: string): boolean {
    if (!this.isMark(text)) return false;
    this.next();
    return true;
  }

  /** Goes over line ends, which end nothing where they stand. */
  skipLines(): void {
    while (!this.done && this.token.kind === 'line') this.next();
  }

  /** Whether loops and calls may go on. */
  get mayRepeat(): boolean {
    this.isCut ||= this.#left <= 0;
    return this.#left > 0;
  }

  /** Whether nothing more can be read in the place at hand. */
  get isTooDeep(): boolean {
    return this.nest > MAX_NEST || (this.repeats > 0 && !this.mayRepeat);
  }

  spend(characters: number): void {
    this.#left -= characters >> 4;
  }

  /** Reads in the tokens of another file; what is handed on there is told of the line that called it. */
  inFile<T>({ tokens, closes }: Pick<Own, 'tokens' | 'closes'>, read: () => T): T {
    const { calledFrom } = this;
    this.calledFrom ??= this.lineAt(this.at);
    const value = this.inTokens(tokens, closes, read);
    this.calledFrom = calledFrom;
    return value;
  }

  /** Reads in other tokens, and comes back to those at hand. */
  inTokens<T>(tokens: Own['tokens'], closes: Own['closes'], read: () => T): T {
    const { tokens: before, closes: closesBefore } = this;
    this.tokens = tokens;
    this.closes = closes;
    const value = read();
    this.tokens = before;
    this.closes = closesBefore;
    return value;
  }

  /** Takes so much work on values, in items of lists or about eight characters of a text; false where there is none left. */
  pays(work: number): boolean {
    this.#workLeft -= 1 + work;
    this.isCut ||= this.#workLeft < 0;
    return this.#workLeft >= 0;
  }

  lineAt(token: number): number {
    if (this.calledFrom !== undefined) return this.calledFrom;
    return this.lines.lineAt(this.tokens[token]?.at ?? 0);
  }

  set(name: string, value: Value): void {
    if (this.language === 'python') this.scope.setOwn(name, value, this.isWeak(value));
    else this.scope.assign(name, value, this.isWeak(value));
  }

  /** What a branch leaves unknown that may not be taken does not undo what is known. */
  isWeak(value: Value): boolean {
    return this.perhaps > 0 && value === UNKNOWN;
  }

  /** What a name holds, or the path that it is where nothing sets it. */
  get(name: string): Value {
    return this.scope.get(name) ?? this.#given(name) ?? new Path(name);
  }

  #given(name: string): Value | undefined {
    if (this.language !== 'python') return undefined;
    const [first] = this.tokens;
    if (name === '__doc__' && first?.kind === 'string') return first.text;
    return KNOWN_TEXTS.get(name);
  }

  /** Reads what stands in a branch of which it is not known whether it is taken. */
  maybe(read: () => void): void {
    this.perhaps++;
    read();
    this.perhaps--;
  }

  /** Reads tokens anew from a place, and comes back. */
  within<T>(start: number, end: number, read: () => T): T {
    const { at, end: last, indent, inBrackets } = this;
    this.at = start;
    this.end = end;
    this.inBrackets = 0;
    this.nest++;
    const value = read();
    this.nest--;
    this.at = at;
    this.end = last;
    this.indent = indent;
    this.inBrackets = inBrackets;
    return value;
  }

  /** The same as something that is read again and again. */
  repeated<T>(read: () => T): T {
    this.repeats++;
    const value = read();
    this.repeats--;
    return value;
  }

  noteFetched(token: number): void {
    if (this.muted === 0 && this.fetched.size < MAX_FOUND) this.fetched.add(this.lineAt(token));
  }

  note(kind: 'commands' | 'codes', text: string, token: number): void {
    if (this.muted > 0) return;
    const found = this[kind];
    if (found.length >= MAX_FOUND) this.unfollowed = true;
    else found.push({ text, line: this.lineAt(token) });
  }
}

export function closing(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closes = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark') continue;
    if (text === '(' || text === '[' || text === '{') open.push(index);
    else if (text === ')' || text === ']' || text === '}') {
      const opened = open.pop();
      if (opened !== undefined) closes.set(opened, index);
    }
  }
  return closes;
}
