import { forTargets, typeLength } from '../lookahead.ts';
import type { Token } from '../tokens.ts';
import { element, FROM_REQUEST, NOTHING } from '../value.ts';
import type { Parts } from './parts.ts';
import type { Walk } from './walk.ts';

/** What a word at the beginning of a statement makes of it. */
const KEYWORDS: ReadonlyMap<string, 'branch' | 'loop' | 'skip' | 'return' | 'global'> = new Map([
  ...[
    'if',
    'elseif',
    'elif',
    'while',
    'switch',
    'catch',
    'unless',
    'until',
    'using',
    'lock',
    'synchronized',
  ].map((word) => [word, 'branch'] as const),
  ...['else', 'try', 'do', 'then', 'begin', 'finally', 'ensure', 'rescue', 'loop', 'end', 'next', 'wend'].map(
    (word) => [word, 'skip'] as const,
  ),
  ['for', 'loop'],
  ['foreach', 'loop'],
  ['return', 'return'],
  ['global', 'global'],
]);
const LONGEST_KEYWORD = 12;

/** Reads a program statement by statement: blocks, branches, loops and what begins with a word of its own. */
export class StatementReader {
  readonly #walk: Walk;
  readonly #parts: Parts;

  constructor(walk: Walk, parts: Parts) {
    this.#walk = walk;
    this.#parts = parts;
  }

  statement(): void {
    const { cursor, blocks, context } = this.#walk;
    const { dialect } = context;
    const { token } = cursor;
    const before = cursor.index;
    if (token.kind === 'line') this.#line(token);
    else if (cursor.take('{')) blocks.open(false);
    else if (cursor.take('}')) blocks.close();
    else if (this.#walk.isTooDeep()) cursor.next();
    else if (token.kind === 'name' && this.#keyword(token)) return;
    else if (dialect.routes !== undefined && cursor.take('@')) this.#decorator();
    else if (cursor.isName(/^(?:const|let|var)$/) && cursor.ahead().text === '{') this.#destructuring();
    else if (!this.#parts.method()) {
      if (dialect.typed === true) cursor.skip(typeLength(cursor));
      this.#parts.expression(0);
    }
    // Whatever cannot be read is passed over.
    if (cursor.index === before) cursor.next();
  }

  #keyword({ text }: Token): boolean {
    const does =
      text.length > LONGEST_KEYWORD ? undefined : (KEYWORDS.get(text) ?? KEYWORDS.get(text.toLowerCase()));
    if (does === 'branch') this.#branch();
    else if (does === 'loop') this.#loop();
    else if (does === 'return') this.#return();
    else if (does === 'global') this.#global();
    else if (does === 'skip') this.#walk.cursor.next();
    return does !== undefined;
  }

  #line({ indent = 0 }: Token): void {
    const walk = this.#walk;
    const { cursor, blocks } = walk;
    cursor.next();
    if (walk.context.dialect.indented !== true || cursor.token.kind === 'line') return;
    while (blocks.indent >= indent) blocks.close();
    if (indent > walk.indent) blocks.open(false, walk.indent);
    walk.indent = indent;
  }

  #branch(): void {
    const walk = this.#walk;
    const { cursor } = walk;
    cursor.next();
    if (walk.context.dialect.indented === true) {
      this.#parts.expression(0);
      return;
    }
    walk.nest++;
    this.#parts.expression(0);
    // A block counts by itself.
    if (!cursor.isMark('{') && cursor.token.kind !== 'line') {
      walk.blocks.ofItsOwn(() => this.statement());
    }
    walk.nest--;
  }

  #loop(): void {
    const { cursor, variables } = this.#walk;
    cursor.next();
    const targets = forTargets(cursor);
    if (targets === undefined) {
      if (cursor.isMark('(')) this.#parts.expression(0);
      return;
    }
    const value = this.#parts.expression(0);
    for (const name of targets)
      this.#walk.set({ ...NOTHING, path: variables.named(name) }, element(value, NOTHING));
  }

  #return(): void {
    this.#walk.cursor.next();
    this.#parts.give(this.#parts.expression(0));
  }

  /** `@app.route('/x')`: the function behind it gets what the request says. */
  #decorator(): void {
    const { path } = this.#parts.expression(0);
    if (path !== undefined && this.#walk.context.dialect.routes?.test(path) === true)
      this.#walk.given = FROM_REQUEST;
  }

  #global(): void {
    const { cursor, context } = this.#walk;
    cursor.next();
    for (let count = 0; count < 100 && cursor.token.kind === 'name'; count++) {
      context.scopes.share(cursor.next().text);
      if (!cursor.take(',')) return;
    }
  }

  /** `const { a, b: c } = …` */
  #destructuring(): void {
    const { cursor } = this.#walk;
    cursor.skip(2);
    const names: string[] = [];
    for (let count = 0; count < 200 && !cursor.done && !cursor.isMark('}'); count++) {
      const token = cursor.next();
      if (token.kind === 'name') names.push(token.text);
    }
    if (!cursor.take('}') || !cursor.take('=')) return;
    const value = this.#parts.expression(0);
    for (const name of names) this.#walk.set({ ...NOTHING, path: name }, element(value, NOTHING));
  }
}
