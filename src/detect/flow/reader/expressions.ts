import { joined, operatorOf, PREFIXES } from '../operators.ts';
import type { Token } from '../tokens.ts';
import { concat, either, element, NOTHING, type Value } from '../value.ts';
import type { Parts } from './parts.ts';
import type { Walk } from './walk.ts';

/** Words and signs in front of a value. */
const MAX_PREFIXES = 5000;

/** Reads expressions by how much their operators bind: what they come to, and what they assign. */
export class ExpressionReader {
  readonly #walk: Walk;
  readonly #parts: Parts;

  constructor(walk: Walk, parts: Parts) {
    this.#walk = walk;
    this.#parts = parts;
  }

  expression(least: number): Value {
    const walk = this.#walk;
    if (walk.isTooDeep()) {
      walk.cursor.next();
      return NOTHING;
    }
    walk.nest++;
    let left = this.unary();
    for (;;) {
      walk.continued();
      const operator = operatorOf(walk.cursor.token, walk.context.dialect);
      if (operator === undefined || operator.binds < least) break;
      const token = walk.cursor.next();
      left = this.#operate(left, operator.does, operator.binds, token);
    }
    walk.nest--;
    return left;
  }

  nested(what: Parameters<Parts['nested']>[0]): Value {
    const walk = this.#walk;
    if (walk.isTooDeep()) {
      walk.cursor.next();
      return NOTHING;
    }
    walk.nest++;
    let value: Value;
    if (what === 'unary') value = this.unary();
    else if (what === 'postfix') value = this.#parts.postfix(this.#parts.primary());
    else value = this.expression(what === 'term' ? 2 : 0);
    walk.nest--;
    return value;
  }

  unary(): Value {
    const walk = this.#walk;
    const { cursor } = walk;
    walk.continued();
    for (let count = 0; count < MAX_PREFIXES; count++) {
      const { token } = cursor;
      if (token.kind === 'mark') {
        if (/^(?:!|-|--|\+\+)$/.test(token.text)) {
          cursor.next();
          this.nested('unary');
          return NOTHING;
        }
        if (token.text === '~') {
          cursor.next();
          return joined('invert', this.nested('unary'), NOTHING);
        }
        if (!/^(?:@|&|\+|\*|\*\*|\.\.\.|\\)$/.test(token.text)) break;
      } else if (token.kind !== 'name' || !isPrefix(token.text) || /^[.=]$/.test(cursor.ahead().text)) break;
      cursor.next();
    }
    const { dialect, calls } = walk.context;
    if (cursor.isName(/^(?:include|require)(?:_once)?$/i) && dialect.syntax.heredocs === true) {
      const { at, text } = cursor.next();
      const value = this.nested('term');
      calls.act('include', text.toLowerCase(), value, walk.offset + at);
      return value;
    }
    return this.nested('postfix');
  }

  #operate(left: Value, does: string, binds: number, token: Token): Value {
    const { cursor } = this.#walk;
    switch (does) {
      case 'assign':
        return this.#assign(left, token.text);
      case 'pair':
        return this.expression(1);
      case 'choose': {
        if (cursor.take(':')) return either(left, this.expression(2));
        const yes = this.expression(2);
        this.#walk.continued();
        return cursor.take(':') ? either(yes, this.expression(2)) : yes;
      }
      case 'choose-after': {
        this.expression(3);
        if (!cursor.isName(/^else$/)) return left;
        cursor.next();
        return either(left, this.expression(2));
      }
      case 'as': {
        const targets = [this.unary()];
        if (cursor.take('=>')) targets.push(this.unary());
        for (const target of targets) this.#walk.set(target, element(left, NOTHING));
        return NOTHING;
      }
      default:
        return joined(does, left, this.expression(binds + 1));
    }
  }

  #assign(target: Value, operator: string): Value {
    const { cursor, context, offset } = this.#walk;
    const start = cursor.token.at;
    const right = this.expression(1);
    let value = right;
    if (/^(?:\.=|\+=|&=)$/.test(operator)) value = concat([target, right]);
    else if (operator.length === 3) value = either(target, right);
    this.#walk.set(target, value);
    const { assignments } = context.dialect;
    if (assignments !== undefined && target.path !== undefined && assignments.test(target.path)) {
      context.calls.act('command', target.path, value, offset + start);
    }
    return value;
  }
}

function isPrefix(word: string): boolean {
  return word.length <= 6 && (PREFIXES.has(word) || PREFIXES.has(word.toLowerCase()));
}
