import { absolutePath, directory } from '../../explain/path-lookup.ts';
import { LineIndex } from '../../explain/program-text/line-index.ts';
import type { Token } from '../flow/tokens.ts';
import type { Around, Handed, HandedFile, Modules, WorkedLanguage } from './around.ts';
import { closing } from './brackets.ts';
import { Budget } from './budget.ts';
import type { Change } from './changes.ts';
import { KNOWN_TEXTS } from './known-texts.ts';
import type { InsideOf, Left } from './left.ts';
import type { Parts, Target } from './parts.ts';
import { Scope } from './scope.ts';
import { type Own, Path, UNKNOWN, type Value } from './value.ts';

const END: Token = { kind: 'line', text: '', at: Number.MAX_SAFE_INTEGER, indent: -1 };
/** Characters of imported files for each token that may be read again. */
const IMPORTED = 2;
/** Expressions, blocks and calls in one another. */
const MAX_NEST = 220;
/** Calls in one another. */
const MAX_CALLS = 25;
const MAX_FOUND = 500;

/** Texts of the image that are kept while one program is read. */
const MAX_TEXTS = 200;

/** Where the reading of a program is, what its names hold, and what was seen to be handed on. */
export class Machine {
  readonly text: string;
  readonly language: WorkedLanguage;
  tokens: readonly Token[];
  /** By the index of a bracket that opens: the one that closes it. */
  closes: ReadonlyMap<number, number>;
  /** Of the program itself, wherever it is read now. */
  readonly ownTokens: readonly Token[];
  /** In the code of a template, whose tokens are others. */
  inTemplate = 0;
  readonly lines: LineIndex;
  readonly readFile: (path: string) => string | undefined;
  readonly #texts = new Map<string, string | undefined>();
  /** Absolute path of the program's file, where it stands in one. */
  readonly file: string | undefined;
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
  insideOf: InsideOf = { choiceEnd: -1 };
  /** What is left now, until whatever it belongs to ends. */
  leaves: Left | undefined;
  /** Something in the loop at hand may leave it. */
  mayLeave = false;
  inBrackets = 0;
  gives: Value | undefined;
  /** Read for the first time, with little that may be repeated. */
  isQuick = false;
  /** Of conditions that are not known, whether only the first branch is taken. */
  firstOnly = false;
  /** More was to be followed than is. */
  unfollowed = false;
  /** Where nothing more is read because it nests too deep, in characters of the text. */
  tooDeepAt: number | undefined;
  /** What is written to a file comes of what was not followed. */
  isMissed = false;
  /** Something is handed on, or a file written: what that is may matter. */
  handsOn = false;
  /** How often something was handed on, and how often something was changed that a function has not made itself. */
  handed = 0;
  changes = 0;
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
  /** Functions that hand something on, and those that change something else, by where they begin. */
  readonly handing = new Set<number>();
  /** Functions that were called with a command too deep in others to be read. */
  readonly owed = new Set<number>();
  readonly changing = new Set<number>();
  /** Those that ever gave something known. */
  readonly knowing = new Set<number>();
  /** Those that were left before their end, and those that were read to it once, by where they begin. */
  readonly cutShort = new Map<number, { readonly own: Own; readonly self: Value | undefined }>();
  readonly whole = new Set<number>();
  /** What loops and functions set, by where they begin and end. */
  readonly changesOf = new Map<string, readonly Change[]>();
  readonly modules: Modules;
  /** While a function of another file is read: the line that called it. */
  calledFrom: number | undefined;
  readonly budget: Budget;

  constructor(
    text: string,
    language: WorkedLanguage,
    tokens: readonly Token[],
    around: Around,
    budget: Budget,
  ) {
    this.budget = budget;
    this.text = text;
    this.language = language;
    this.tokens = tokens;
    this.ownTokens = tokens;
    this.closes = closing(tokens);
    this.lines = new LineIndex(text);
    this.readFile = around.readFile ?? (() => undefined);
    this.file = around.path === undefined ? undefined : absolutePath(around.path, '/');
    this.imported = around.imported ?? 0;
    // As much of what it imports as of what repeats in it.
    this.modules = around.modules ?? {
      values: new Map(),
      budget: new Budget(budget.most),
      left: budget.most * IMPORTED,
    };
    this.end = tokens.length;
  }

  /** The text of a file of the image; one that is asked for again is not read again. */
  imageText(path: string): string | undefined {
    if (this.#texts.has(path)) return this.#texts.get(path);
    const text = this.readFile(path);
    if (this.#texts.size < MAX_TEXTS) this.#texts.set(path, text);
    return text;
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
    if (this.repeats > 0) this.budget.takeToken();
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

  /** Whether no function is read any more that is called here, so that those that are can be read to the end. */
  get callsNothing(): boolean {
    return this.repeats > MAX_CALLS || this.nest > MAX_NEST / 2;
  }

  /** Whether nothing more can be read in the place at hand. */
  get isTooDeep(): boolean {
    const isTooDeep = this.nest > MAX_NEST;
    if (isTooDeep && this.repeats === 0) this.tooDeepAt ??= this.token.at;
    return isTooDeep;
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

  lineAt(token: number): number {
    if (this.calledFrom !== undefined) return this.calledFrom;
    return this.lines.lineAt(this.tokens[token]?.at ?? 0);
  }

  set(name: string, value: Value): void {
    const isWeak = this.isWeak(value);
    const isOwn =
      this.language === 'python'
        ? this.scope.setOwn(name, value, isWeak)
        : this.scope.assign(name, value, isWeak);
    if (!isOwn) this.changes++;
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
    if (this.file !== undefined) {
      if (name === (this.language === 'python' ? '__file__' : '__filename')) return this.file;
      if (name === '__dirname' && this.language === 'node') return directory(this.file);
    }
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

  /** What is handed on here comes of what was not followed. */
  loses(): void {
    if (this.muted === 0) this.unfollowed = true;
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
