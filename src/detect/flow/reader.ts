import { Cursor } from './cursor.ts';
import { ExpressionReader } from './reader/expressions.ts';
import { FunctionReader } from './reader/functions.ts';
import type { Parts } from './reader/parts.ts';
import { PostfixReader } from './reader/postfixes.ts';
import { PrimaryReader, TEMPLATE_NEST } from './reader/primaries.ts';
import { StatementReader } from './reader/statements.ts';
import { Walk } from './reader/walk.ts';
import { tokensOf } from './tokens.ts';
import type { Value } from './value.ts';
import type { Context } from './variables.ts';

/** Walks over a program's tokens, statement by statement, and tells `Calls` of every call. */
export class Reader {
  readonly #cursor: Cursor;
  readonly #parts: Parts;

  /**
   * @param offset where the tokens' text begins in the program's
   * @param nest how deep it lies in the program
   */
  constructor(cursor: Cursor, context: Context, offset = 0, nest = 0) {
    this.#cursor = cursor;
    const walk = new Walk(cursor, context, offset, nest);
    const parts: Parts = {
      statement: () => statements.statement(),
      expression: (least) => expressions.expression(least),
      nested: (what) => expressions.nested(what),
      unary: () => expressions.unary(),
      primary: () => primaries.primary(),
      postfix: (start) => postfixes.postfix(start),
      group: (close) => primaries.group(close),
      method: () => functions.method(),
      closure: (params) => functions.closure(params),
      anonymous: () => functions.anonymous(),
      give: (value) => functions.give(value),
    };
    const codeIn = (text: string, at: number): Value =>
      new Reader(
        new Cursor(tokensOf(text, context.dialect.syntax)),
        context,
        at,
        walk.nest + TEMPLATE_NEST,
      ).whole();
    const statements = new StatementReader(walk, parts);
    const expressions = new ExpressionReader(walk, parts);
    const primaries = new PrimaryReader(walk, parts, codeIn);
    const postfixes = new PostfixReader(walk, parts);
    const functions = new FunctionReader(walk, parts);
    this.#parts = parts;
  }

  program(): void {
    while (!this.#cursor.done) this.#parts.statement();
  }

  /** The value of all there is: an expression inside of a string. */
  whole(): Value {
    const value = this.#parts.expression(0);
    this.program();
    return value;
  }
}
