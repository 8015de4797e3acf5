import { Blocks } from '../blocks.ts';
import type { Cursor } from '../cursor.ts';
import type { Value } from '../value.ts';
import { type Context, Variables } from '../variables.ts';

/** Expressions, blocks and functions in one another. */
const MAX_NEST = 120;

/** Where the reader is in a program, and what it has to know of the places around. */
export class Walk {
  readonly cursor: Cursor;
  readonly context: Context;
  readonly variables: Variables;
  readonly blocks: Blocks;
  /** Where the tokens' text begins in the program's. */
  readonly offset: number;
  /** How far the line at hand is indented. */
  indent = 0;
  /** How deep the reader is in expressions, blocks and functions. */
  nest: number;
  /** Open brackets of the expression at hand; lines do not end a statement in them. */
  inBrackets = 0;
  /** What the next function's arguments hold, when it is said from outside. */
  given: Value | undefined;

  constructor(cursor: Cursor, context: Context, offset: number, nest: number) {
    this.cursor = cursor;
    this.context = context;
    this.variables = new Variables(context);
    this.blocks = new Blocks(context.scopes);
    this.offset = offset;
    this.nest = nest;
  }

  /** Whether nothing more can be read in the place at hand, which is noted; `more` levels deeper. */
  isTooDeep(more = 0): boolean {
    const isTooDeep = this.nest > MAX_NEST - more;
    if (isTooDeep) this.context.scopes.missed = true;
    return isTooDeep;
  }

  set(target: Value, value: Value): void {
    this.variables.set(target, value, this.blocks.current);
  }

  /** Lines do not end a statement inside of brackets, behind a backslash or before a dot. */
  continued(): void {
    const { cursor } = this;
    if (cursor.isMark('\\') && cursor.ahead().kind === 'line') cursor.next();
    else if (cursor.token.text === '_' && cursor.ahead().kind === 'line') cursor.next();
    else if (this.inBrackets === 0) return;
    cursor.skipLines();
  }
}
