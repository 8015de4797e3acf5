import { methodAhead, paramNames } from '../lookahead.ts';
import type { OwnFunction } from '../scopes.ts';
import { isTainted, list, NOTHING, type Value } from '../value.ts';
import type { Parts } from './parts.ts';
import type { Walk } from './walk.ts';

/** Tokens between a function's arguments and its body. */
const MAX_BETWEEN = 40;

/** Reads the functions that a program defines: what they are given, their bodies, and what they give back. */
export class FunctionReader {
  readonly #walk: Walk;
  readonly #parts: Parts;
  /** Those whose bodies are being read, the innermost last. */
  readonly #inside: OwnFunction[] = [];

  constructor(walk: Walk, parts: Parts) {
    this.#walk = walk;
    this.#parts = parts;
  }

  method(): boolean {
    const { cursor, context, indent } = this.#walk;
    const { dialect } = context;
    const ahead = methodAhead(cursor, dialect.typed === true || dialect.arrows === true);
    if (ahead === undefined) return false;
    cursor.skip(ahead.length);
    const params = paramNames(cursor);
    const name = dialect.ignoresCase === undefined ? ahead.name : ahead.name.toLowerCase();
    this.#body(name, params, indent);
    return true;
  }

  anonymous(): Value {
    const { cursor } = this.#walk;
    cursor.next();
    cursor.take('*');
    if (cursor.token.kind === 'name') cursor.next();
    return cursor.isMark('(') ? this.closure(paramNames(cursor)) : NOTHING;
  }

  closure(params: readonly string[]): Value {
    const { cursor, offset, indent } = this.#walk;
    this.#body(`closure at ${offset + cursor.index}`, params, indent);
    return NOTHING;
  }

  give(value: Value): void {
    const own = this.#inside.at(-1);
    if (own !== undefined) this.#walk.context.scopes.give(own, value);
  }

  #body(name: string, params: readonly string[], indent: number): void {
    const { cursor, blocks, context } = this.#walk;
    const { dialect, scopes } = context;
    const own = scopes.define(name, params);
    const { given } = this.#walk;
    this.#walk.given = undefined;
    const setParams = (): void => this.#setParams(own, params, given);
    // Ruby and Lua have nothing between the two.
    if (dialect.unscoped !== true) this.#skipToBody();
    const base = blocks.depth;
    this.#inside.push(own);
    if (dialect.indented === true) {
      blocks.open(true, indent);
      setParams();
      cursor.take(':');
      this.#untilClosed(base);
    } else if (cursor.take('{')) {
      blocks.open(true);
      setParams();
      this.#untilClosed(base);
    } else if (cursor.take('=>')) {
      scopes.enter();
      setParams();
      scopes.give(own, this.#parts.expression(1));
      scopes.leave();
    } else {
      setParams();
      if (dialect.unscoped === true) return;
    }
    this.#inside.pop();
  }

  /** @param given what all of them hold, when it is said from outside */
  #setParams(own: OwnFunction, params: readonly string[], given: Value | undefined): void {
    const { context, variables, blocks } = this.#walk;
    const all = own.given.find((value) => value !== undefined && isTainted(value)) ?? own.given[0] ?? NOTHING;
    if (context.dialect.syntax.sigils?.includes('@') === true)
      this.#walk.set(
        { ...NOTHING, path: '@_' },
        context.dialect.tellsCommands === true ? list(own.given.map((value) => value ?? NOTHING)) : all,
      );
    for (const [index, param] of params.entries()) {
      const value =
        given !== undefined && !/^(?:self|cls)$/.test(param) ? given : (own.given[index] ?? NOTHING);
      context.scopes.set(variables.named(param), value, blocks.current, false);
    }
  }

  /** Types of results, `use ($x)`, `throws E` and the like stand between the arguments and the body. */
  #skipToBody(): void {
    const { cursor, context } = this.#walk;
    for (let count = 0; count < MAX_BETWEEN && !cursor.done; count++) {
      const { token } = cursor;
      if (token.kind === 'line' || /^(?:[{;=]|=>)$/.test(token.text)) break;
      if (token.text === ':' && context.dialect.indented === true) break;
      cursor.next();
    }
  }

  /** Everything up to where the block just opened closes. */
  #untilClosed(base: number): void {
    const walk = this.#walk;
    const brackets = walk.inBrackets;
    walk.inBrackets = 0;
    walk.nest++;
    while (!walk.cursor.done && walk.blocks.depth > base) this.#parts.statement();
    walk.nest--;
    walk.inBrackets = brackets;
  }
}
