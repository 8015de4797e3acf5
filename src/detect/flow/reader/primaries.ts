import { unescaped } from '../escapes.ts';
import { arrowParams, isCast } from '../lookahead.ts';
import { templateParts } from '../templates.ts';
import type { Token } from '../tokens.ts';
import { concat, constant, FROM_REQUEST, isTainted, list, NOTHING, type Value } from '../value.ts';
import type { Parts } from './parts.ts';
import type { Walk } from './walk.ts';

/** Values of one pair of brackets. */
const MAX_GROUP = 5000;
/** What a template in a template counts for. */
export const TEMPLATE_NEST = 20;

/** Reads what an expression begins with: texts, templates, numbers, names, and what stands in brackets. */
export class PrimaryReader {
  readonly #walk: Walk;
  readonly #parts: Parts;
  readonly #codeIn: (text: string, offset: number) => Value;

  /** @param codeIn the value of an expression inside of a template, at an offset in the program */
  constructor(walk: Walk, parts: Parts, codeIn: (text: string, offset: number) => Value) {
    this.#walk = walk;
    this.#parts = parts;
    this.#codeIn = codeIn;
  }

  primary(): Value {
    const { cursor, context, offset } = this.#walk;
    const { token } = cursor;
    switch (token.kind) {
      case 'string':
        cursor.next();
        return this.#string(token);
      case 'template':
        cursor.next();
        return this.#template(token);
      case 'command': {
        cursor.next();
        const value = this.#template(token);
        context.calls.act('command', 'backticks', value, offset + token.at);
        return isTainted(value) ? FROM_REQUEST : NOTHING;
      }
      case 'number':
        cursor.next();
        return constant(token.text);
      case 'name':
        return this.#name(token);
      case 'line':
        return NOTHING;
      default:
        return this.#mark(token);
    }
  }

  group(close: string): readonly Value[] {
    const walk = this.#walk;
    const { cursor } = walk;
    const values: Value[] = [];
    walk.inBrackets++;
    for (;;) {
      cursor.skipLines();
      if (cursor.done || cursor.take(close)) break;
      const before = cursor.index;
      const { text } = cursor.token;
      if (text === ',' || text === ';' || text === ':') cursor.next();
      else {
        // A closing bracket of another kind: the text is broken, or this reader is.
        if (cursor.token.kind === 'mark' && /^[)\]}]$/.test(text) && walk.inBrackets > 1) break;
        const value = this.#parts.nested('all');
        if (values.length < MAX_GROUP) values.push(value);
        if (cursor.index === before) cursor.next();
      }
    }
    walk.inBrackets--;
    return values;
  }

  #string({ text }: Token): Value {
    const { sourceTexts, syntax } = this.#walk.context.dialect;
    if (sourceTexts?.test(text) === true) return FROM_REQUEST;
    return constant(syntax.doubledQuotes === true ? text : unescaped(text));
  }

  #template(token: Token): Value {
    const { context, offset } = this.#walk;
    const { dialect } = context;
    if (dialect.sourceTexts?.test(token.text) === true) return FROM_REQUEST;
    if (this.#walk.isTooDeep(TEMPLATE_NEST)) return NOTHING;
    const parts = templateParts(token.text, dialect.interpolates).map((part) =>
      part.code ? this.#codeIn(part.text, offset + token.at + part.at) : constant(unescaped(part.text)),
    );
    const value = concat(parts);
    return parts.length === 1 && parts[0] !== undefined ? { ...parts[0], made: false } : value;
  }

  #mark(token: Token): Value {
    const { cursor, context, variables } = this.#walk;
    if (token.text === '(') return this.#inBrackets();
    if (cursor.take('[')) return list(this.group(']'));
    if (cursor.take('{')) return list(this.group('}'));
    if (
      token.text === '<' &&
      context.dialect.syntax.quoteWords !== undefined &&
      cursor.ahead(2).text === '>'
    ) {
      // `<STDIN>` of Perl: what the stream gives.
      cursor.next();
      const { text } = cursor.next();
      cursor.next();
      const { path: _, ...given } = variables.read(text);
      return given;
    }
    if (token.text === '$') {
      cursor.next();
      // `$$name` and `${…}`: the variable that a text names.
      const name = cursor.take('{') ? this.group('}')[0] : this.primary();
      return variables.called(name ?? NOTHING);
    }
    if (token.text === ':' && cursor.ahead().kind === 'name' && context.dialect.interpolates === '#{') {
      // A symbol of Ruby.
      cursor.next();
      return constant(cursor.next().text);
    }
    return NOTHING;
  }

  /** A value in brackets, several of them, a cast, or the arguments of a function. */
  #inBrackets(): Value {
    const { cursor, context } = this.#walk;
    const params = context.dialect.arrows === true ? arrowParams(cursor) : undefined;
    if (params !== undefined) return this.#parts.closure(params);
    const cast = isCast(cursor, context.dialect);
    if (cast !== undefined) {
      cursor.skip(cast.length);
      const value = this.#parts.unary();
      return cast.keeps ? value : NOTHING;
    }
    cursor.next();
    const values = this.group(')');
    const [only] = values;
    return values.length === 1 && only !== undefined ? only : list(values);
  }

  #name(token: Token): Value {
    const { cursor, context, variables } = this.#walk;
    const { dialect } = context;
    if (/^(?:function|fn)$/i.test(token.text) && !dialect.dots) return this.#parts.anonymous();
    if (token.text === 'function') return this.#parts.anonymous();
    cursor.next();
    if (dialect.arrows === true && cursor.isMark('=>')) return this.#parts.closure([token.text]);
    if (/^(?:array|list|my|our)$/i.test(token.text) && !dialect.dots && cursor.take('('))
      return list(this.group(')'));
    return variables.read(variables.named(token.text));
  }
}
