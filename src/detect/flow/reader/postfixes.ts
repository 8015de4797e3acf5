import { operatorOf } from '../operators.ts';
import type { Token } from '../tokens.ts';
import { FROM_REQUEST, isTainted, list, NOTHING, type Value } from '../value.ts';
import { asKey } from '../variables.ts';
import type { Parts } from './parts.ts';
import type { Walk } from './walk.ts';

/** Arguments of a call without brackets. */
const MAX_BARE = 50;

/** Reads what follows a value: members, elements, and the calls that are told of. */
export class PostfixReader {
  readonly #walk: Walk;
  readonly #parts: Parts;

  constructor(walk: Walk, parts: Parts) {
    this.#walk = walk;
    this.#parts = parts;
  }

  postfix(start: Value): Value {
    const { cursor, context, variables } = this.#walk;
    const { dialect } = context;
    let value = start;
    let base: Value | undefined;
    for (;;) {
      if (this.#walk.inBrackets > 0) this.#walk.continued();
      const { token } = cursor;
      const isMark = token.kind === 'mark';
      if (this.#isMember(token)) {
        cursor.next();
        base = value;
        value = this.#member(value);
      } else if (isMark && token.text === '\\' && cursor.ahead().kind === 'name' && !dialect.dots) {
        // A namespace: the function's own name is what counts.
        cursor.next();
        value = variables.read(cursor.next().text);
      } else if (isMark && token.text === '[' && !this.#callsBare(value, token)) {
        cursor.next();
        value = variables.element(value, this.#parts.group(']')[0] ?? NOTHING);
      } else if (isMark && token.text === '(') {
        cursor.next();
        value = this.#call(value, base, this.#arguments(value), token.at);
        base = value;
      } else if (isMark && token.text === '{' && dialect.typed === true && this.#behindBrackets()) {
        cursor.next();
        value = list(this.#parts.group('}'));
      } else if (this.#isHashKey(value, token)) {
        cursor.next();
        value = variables.element(value, asKey(this.#parts.group('}')[0]));
      } else if (token.text === '++' || token.text === '--') {
        cursor.next();
      } else if (this.#callsBare(value, token)) {
        const before = cursor.index;
        value = this.#call(value, base, this.#bareArguments(), token.at);
        if (cursor.index === before) return value;
      } else return value;
    }
  }

  /** `new String[] { … }` */
  #behindBrackets(): boolean {
    const { cursor } = this.#walk;
    return cursor.ahead(-1).text === ']' && cursor.ahead(-2).text === '[';
  }

  /** `$ENV{QUERY_STRING}` of Perl: the bracket stands right behind the name. */
  #isHashKey({ path }: Value, { kind, text, at }: Token): boolean {
    const { cursor, context } = this.#walk;
    if (kind !== 'mark' || text !== '{' || context.dialect.syntax.quoteWords === undefined) return false;
    const last = cursor.ahead(-1);
    return path?.startsWith('$') === true && last.at + last.text.length === at;
  }

  #isMember({ kind, text }: Token): boolean {
    const { cursor, context } = this.#walk;
    if (kind !== 'mark') return false;
    if (text === '->' || text === '::' || text === '?->' || text === '?.') return true;
    if (text !== '.' || !context.dialect.dots) return false;
    return cursor.ahead().kind === 'name' || cursor.ahead().text === '(';
  }

  #member(base: Value): Value {
    const { cursor, context, variables } = this.#walk;
    const { dialect } = context;
    if (cursor.token.kind !== 'name') {
      if (!cursor.isMark('{')) return base;
      cursor.next();
      const key = asKey(this.#parts.group('}')[0]);
      return dialect.syntax.quoteWords === undefined ? key : variables.element(base, key);
    }
    const raw = cursor.next().text;
    // `$this->$f(…)`: the method is what the variable says.
    if (raw.startsWith('$') && dialect.interpolates === '$' && !dialect.dots) {
      const method = variables.read(raw);
      // A class has only so many methods: letting the request choose one is how frameworks dispatch.
      return isTainted(method) ? NOTHING : method;
    }
    return variables.member(base, variables.named(raw));
  }

  #arguments(callee: Value): readonly Value[] {
    const { dialect, calls } = this.#walk.context;
    const path = callee.origin ?? callee.path;
    if (path !== undefined && dialect.events?.test(calls.fullPath(path)) === true)
      this.#walk.given = FROM_REQUEST;
    const args = this.#parts.group(')');
    this.#walk.given = undefined;
    return args;
  }

  #call(callee: Value, base: Value | undefined, args: readonly Value[], at: number): Value {
    const { context, offset } = this.#walk;
    const { calls, scopes, dialect } = context;
    const name = callee.path?.toLowerCase();
    if (dialect.interpolates === '$' && args.some(isTainted)) {
      if (name === 'extract') scopes.extract();
      if (name === 'parse_str' && args[1]?.path !== undefined) this.#walk.set(args[1], FROM_REQUEST);
      else if (name === 'parse_str') scopes.extract();
      // Perl's `read(STDIN, $body, $length)`.
      const [from, into] = args;
      if (
        /^(?:sys)?read$/.test(name ?? '') &&
        from !== undefined &&
        isTainted(from) &&
        into?.path !== undefined
      )
        this.#walk.set(into, FROM_REQUEST);
    }
    const { path, ...value } = calls.call(callee, base, args, offset + at);
    return { ...value, ...(path !== undefined && { path }) };
  }

  #callsBare(value: Value, token: Token): boolean {
    const { dialect, calls } = this.#walk.context;
    if (dialect.bareCalls === undefined || value.path === undefined || isTainted(value)) return false;
    if (token.kind === 'line' || operatorOf(token, dialect) !== undefined) return false;
    if (token.kind === 'mark' && !this.#beginsList(token)) return false;
    if (dialect.bareCalls === 'texts' && token.kind !== 'string') return false;
    const path = calls.fullPath(value.origin ?? value.path);
    const last = path.slice(path.lastIndexOf('.') + 1);
    if (dialect.bareNames?.has(last) === true) return true;
    return dialect.sinks.has(last) || dialect.sinks.has(last.toLowerCase());
  }

  /** `run ["sh", "-c", …]`, `send :system, …`: what would be an element stands right behind the name. */
  #beginsList({ text, at }: Token): boolean {
    const { cursor, context } = this.#walk;
    const last = cursor.ahead(-1);
    const isApart = last.at + last.text.length < at;
    if (context.dialect.tellsCommands !== true || !isApart) return false;
    return (
      text === '[' ||
      (text === ':' && context.dialect.interpolates === '#{' && cursor.ahead().kind === 'name')
    );
  }

  #bareArguments(): readonly Value[] {
    const values: Value[] = [];
    do {
      values.push(this.#parts.nested('term'));
    } while (values.length < MAX_BARE && this.#walk.cursor.take(','));
    return values;
  }
}
