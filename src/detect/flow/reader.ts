import { Blocks } from './blocks.ts';
import { Cursor } from './cursor.ts';
import { unescaped } from './escapes.ts';
import { arrowParams, forTargets, isCast, methodAhead, paramNames, typeLength } from './lookahead.ts';
import { joined, operatorOf, PREFIXES } from './operators.ts';
import type { OwnFunction } from './scopes.ts';
import { templateParts } from './templates.ts';
import { type Token, tokensOf } from './tokens.ts';
import {
  concat,
  constant,
  either,
  element,
  FROM_REQUEST,
  isTainted,
  list,
  NOTHING,
  type Value,
} from './value.ts';
import { asKey, type Context, Variables } from './variables.ts';

const MAX_NEST = 120;
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

/** Walks over a program's tokens, statement by statement, and tells `Calls` of every call. */
export class Reader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #variables: Variables;
  readonly #offset: number;
  readonly #blocks: Blocks;
  #indent = 0;
  #nest: number;
  #inBrackets = 0;
  /** What the next function's arguments hold, when it is said from outside. */
  #given: Value | undefined;

  constructor(cursor: Cursor, context: Context, offset = 0, nest = 0) {
    this.#cursor = cursor;
    this.#context = context;
    this.#variables = new Variables(context);
    this.#blocks = new Blocks(context.scopes);
    this.#offset = offset;
    this.#nest = nest;
  }

  program(): void {
    while (!this.#cursor.done) this.#statement();
  }

  /** The value of all there is: an expression inside of a string. */
  whole(): Value {
    const value = this.#expression(0);
    this.program();
    return value;
  }

  #statement(): void {
    const { dialect } = this.#context;
    const cursor = this.#cursor;
    const { token } = cursor;
    const before = cursor.index;
    if (token.kind === 'line') this.#line(token);
    else if (cursor.take('{')) this.#blocks.open(false);
    else if (cursor.take('}')) this.#blocks.close();
    else if (this.#nest > MAX_NEST) cursor.next();
    else if (token.kind === 'name' && this.#keyword(token)) return;
    else if (dialect.routes !== undefined && cursor.take('@')) this.#decorator();
    else if (cursor.isName(/^(?:const|let|var)$/) && cursor.ahead().text === '{') this.#destructuring();
    else if (!this.#method()) {
      if (dialect.typed === true) cursor.skip(typeLength(cursor));
      this.#expression(0);
    }
    // Whatever cannot be read is passed over.
    if (cursor.index === before) cursor.next();
  }

  #keyword({ text }: Token): boolean {
    const does = text.length > 12 ? undefined : (KEYWORDS.get(text) ?? KEYWORDS.get(text.toLowerCase()));
    if (does === 'branch') this.#branch();
    else if (does === 'loop') this.#loop();
    else if (does === 'return') this.#return();
    else if (does === 'global') this.#global();
    else if (does === 'skip') this.#cursor.next();
    return does !== undefined;
  }

  #line({ indent = 0 }: Token): void {
    this.#cursor.next();
    if (this.#context.dialect.indented !== true || this.#cursor.token.kind === 'line') return;
    while (this.#blocks.indent >= indent) this.#blocks.close();
    if (indent > this.#indent) this.#blocks.open(false, this.#indent);
    this.#indent = indent;
  }

  /** Everything up to where the block just opened closes. */
  #untilClosed(base: number): void {
    const brackets = this.#inBrackets;
    this.#inBrackets = 0;
    this.#nest++;
    while (!this.#cursor.done && this.#blocks.depth > base) this.#statement();
    this.#nest--;
    this.#inBrackets = brackets;
  }

  #branch(): void {
    const cursor = this.#cursor;
    cursor.next();
    if (this.#context.dialect.indented === true) {
      this.#expression(0);
      return;
    }
    this.#nest++;
    this.#expression(0);
    // A block counts by itself.
    if (!cursor.isMark('{') && cursor.token.kind !== 'line') {
      this.#blocks.ofItsOwn(() => this.#statement());
    }
    this.#nest--;
  }

  #loop(): void {
    const cursor = this.#cursor;
    cursor.next();
    const targets = forTargets(cursor);
    if (targets === undefined) {
      if (cursor.isMark('(')) this.#expression(0);
      return;
    }
    const value = this.#expression(0);
    for (const name of targets)
      this.#set({ ...NOTHING, path: this.#variables.named(name) }, element(value, NOTHING));
  }

  #return(): void {
    this.#cursor.next();
    const value = this.#expression(0);
    const own = this.#inside.at(-1);
    if (own !== undefined) this.#context.scopes.give(own, value);
  }

  readonly #inside: OwnFunction[] = [];

  /** `@app.route('/x')`: the function behind it gets what the request says. */
  #decorator(): void {
    const { path } = this.#expression(0);
    if (path !== undefined && this.#context.dialect.routes?.test(path) === true) this.#given = FROM_REQUEST;
  }

  #global(): void {
    this.#cursor.next();
    for (let count = 0; count < 100 && this.#cursor.token.kind === 'name'; count++) {
      this.#context.scopes.share(this.#cursor.next().text);
      if (!this.#cursor.take(',')) return;
    }
  }

  /** `const { a, b: c } = …` */
  #destructuring(): void {
    const cursor = this.#cursor;
    cursor.skip(2);
    const names: string[] = [];
    for (let count = 0; count < 200 && !cursor.done && !cursor.isMark('}'); count++) {
      const token = cursor.next();
      if (token.kind === 'name') names.push(token.text);
    }
    if (!cursor.take('}') || !cursor.take('=')) return;
    const value = this.#expression(0);
    for (const name of names) this.#set({ ...NOTHING, path: name }, element(value, NOTHING));
  }

  /** A function that has a name. */
  #method(): boolean {
    const { dialect } = this.#context;
    const cursor = this.#cursor;
    const ahead = methodAhead(cursor, dialect.typed === true || dialect.arrows === true);
    if (ahead === undefined) return false;
    cursor.skip(ahead.length);
    const params = paramNames(cursor);
    const name = dialect.ignoresCase === undefined ? ahead.name : ahead.name.toLowerCase();
    this.#body(name, params, this.#indent);
    return true;
  }

  #body(name: string, params: readonly string[], indent = this.#indent): void {
    const { dialect, scopes } = this.#context;
    const cursor = this.#cursor;
    const own = scopes.define(name, params);
    const given = this.#given;
    this.#given = undefined;
    const setParams = (): void => {
      const all =
        own.given.find((value) => value !== undefined && isTainted(value)) ?? own.given[0] ?? NOTHING;
      if (dialect.syntax.sigils?.includes('@') === true) this.#set({ ...NOTHING, path: '@_' }, all);
      for (const [index, param] of params.entries()) {
        const value =
          given !== undefined && !/^(?:self|cls)$/.test(param) ? given : (own.given[index] ?? NOTHING);
        scopes.set(this.#variables.named(param), value, this.#blocks.current, false);
      }
    };
    // Types of results, `use ($x)`, `throws E` and the like stand between the arguments and the body.
    for (let count = 0; count < 40 && !cursor.done; count++) {
      const { token } = cursor;
      if (token.kind === 'line' || /^(?:[{;=]|=>)$/.test(token.text)) break;
      if (token.text === ':' && dialect.indented === true) break;
      cursor.next();
    }
    const base = this.#blocks.depth;
    this.#inside.push(own);
    if (dialect.indented === true) {
      this.#blocks.open(true, indent);
      setParams();
      cursor.take(':');
      this.#untilClosed(base);
    } else if (cursor.take('{')) {
      this.#blocks.open(true);
      setParams();
      this.#untilClosed(base);
    } else if (cursor.take('=>')) {
      scopes.enter();
      setParams();
      scopes.give(own, this.#expression(1));
      scopes.leave();
    } else {
      setParams();
      if (dialect.unscoped === true) return;
    }
    this.#inside.pop();
  }

  #expression(least: number): Value {
    if (this.#nest > MAX_NEST) {
      this.#cursor.next();
      return NOTHING;
    }
    this.#nest++;
    let left = this.#unary();
    for (;;) {
      this.#continued();
      const operator = operatorOf(this.#cursor.token, this.#context.dialect);
      if (operator === undefined || operator.binds < least) break;
      const token = this.#cursor.next();
      left = this.#operate(left, operator.does, operator.binds, token);
    }
    this.#nest--;
    return left;
  }

  /** Lines do not end a statement inside of brackets, behind a backslash or before a dot. */
  #continued(): void {
    const cursor = this.#cursor;
    if (cursor.isMark('\\') && cursor.ahead().kind === 'line') cursor.next();
    else if (cursor.token.text === '_' && cursor.ahead().kind === 'line') cursor.next();
    else if (this.#inBrackets === 0) return;
    cursor.skipLines();
  }

  #operate(left: Value, does: string, binds: number, token: Token): Value {
    switch (does) {
      case 'assign':
        return this.#assign(left, token.text);
      case 'pair':
        return this.#expression(1);
      case 'choose': {
        if (this.#cursor.take(':')) return either(left, this.#expression(2));
        const yes = this.#expression(2);
        this.#continued();
        return this.#cursor.take(':') ? either(yes, this.#expression(2)) : yes;
      }
      case 'choose-after': {
        this.#expression(3);
        if (!this.#cursor.isName(/^else$/)) return left;
        this.#cursor.next();
        return either(left, this.#expression(2));
      }
      case 'as': {
        const targets = [this.#unary()];
        if (this.#cursor.take('=>')) targets.push(this.#unary());
        for (const target of targets) this.#set(target, element(left, NOTHING));
        return NOTHING;
      }
      default:
        return joined(does, left, this.#expression(binds + 1));
    }
  }

  #assign(target: Value, operator: string): Value {
    const start = this.#cursor.token.at;
    const right = this.#expression(1);
    let value = right;
    if (/^(?:\.=|\+=|&=)$/.test(operator)) value = concat([target, right]);
    else if (operator.length === 3) value = either(target, right);
    this.#set(target, value);
    const { assignments } = this.#context.dialect;
    if (assignments !== undefined && target.path !== undefined && assignments.test(target.path)) {
      this.#context.calls.act('command', target.path, value, this.#offset + start);
    }
    return value;
  }

  #set(target: Value, value: Value): void {
    this.#variables.set(target, value, this.#blocks.current);
  }

  #unary(): Value {
    const cursor = this.#cursor;
    this.#continued();
    for (let count = 0; count < 50; count++) {
      const { token } = cursor;
      if (token.kind === 'mark') {
        if (/^(?:!|-|--|\+\+)$/.test(token.text)) {
          cursor.next();
          this.#nested('unary');
          return NOTHING;
        }
        if (token.text === '~') {
          cursor.next();
          return joined('invert', this.#nested('unary'), NOTHING);
        }
        if (!/^(?:@|&|\+|\*|\*\*|\.\.\.|\\)$/.test(token.text)) break;
      } else if (token.kind !== 'name' || !isPrefix(token.text) || /^[.=]$/.test(cursor.ahead().text)) break;
      cursor.next();
    }
    if (cursor.isName(/^(?:include|require)(?:_once)?$/i) && this.#context.dialect.syntax.heredocs === true) {
      const { at, text } = cursor.next();
      const value = this.#nested('term');
      this.#context.calls.act('include', text.toLowerCase(), value, this.#offset + at);
      return value;
    }
    return this.#nested('postfix');
  }

  #nested(what: 'unary' | 'postfix' | 'term' | 'all'): Value {
    if (this.#nest > MAX_NEST) {
      this.#cursor.next();
      return NOTHING;
    }
    this.#nest++;
    let value: Value;
    if (what === 'unary') value = this.#unary();
    else if (what === 'postfix') value = this.#postfix(this.#primary());
    else value = this.#expression(what === 'term' ? 2 : 0);
    this.#nest--;
    return value;
  }

  #primary(): Value {
    const { calls } = this.#context;
    const cursor = this.#cursor;
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
        calls.act('command', 'backticks', value, this.#offset + token.at);
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

  #string({ text }: Token): Value {
    const { sourceTexts, syntax } = this.#context.dialect;
    if (sourceTexts?.test(text) === true) return FROM_REQUEST;
    return constant(syntax.doubledQuotes === true ? text : unescaped(text));
  }

  #template(token: Token): Value {
    const { dialect } = this.#context;
    if (dialect.sourceTexts?.test(token.text) === true) return FROM_REQUEST;
    if (this.#nest > MAX_NEST - 20) return NOTHING;
    const parts = templateParts(token.text, dialect.interpolates).map((part) => {
      if (!part.code) return constant(unescaped(part.text));
      const offset = this.#offset + token.at + part.at;
      const cursor = new Cursor(tokensOf(part.text, dialect.syntax));
      return new Reader(cursor, this.#context, offset, this.#nest + 20).whole();
    });
    const value = concat(parts);
    return parts.length === 1 && parts[0] !== undefined ? { ...parts[0], made: false } : value;
  }

  #mark(token: Token): Value {
    const cursor = this.#cursor;
    if (token.text === '(') {
      const params = this.#context.dialect.arrows === true ? arrowParams(cursor) : undefined;
      if (params !== undefined) return this.#closure(params);
      const cast = isCast(cursor, this.#context.dialect);
      if (cast !== undefined) {
        cursor.skip(cast.length);
        const value = this.#unary();
        return cast.keeps ? value : NOTHING;
      }
      cursor.next();
      const values = this.#group(')');
      const [only] = values;
      return values.length === 1 && only !== undefined ? only : list(values);
    }
    if (cursor.take('[')) return list(this.#group(']'));
    if (cursor.take('{')) return list(this.#group('}'));
    if (token.text === '$') {
      cursor.next();
      // `$$name` and `${…}`: the variable that a text names.
      const name = cursor.take('{') ? this.#group('}')[0] : this.#primary();
      return this.#variables.called(name ?? NOTHING);
    }
    if (token.text === ':' && cursor.ahead().kind === 'name' && this.#context.dialect.interpolates === '#{') {
      // A symbol of Ruby.
      cursor.next();
      return constant(cursor.next().text);
    }
    return NOTHING;
  }

  /** Values up to the closing bracket, whatever separates them. */
  #group(close: string): readonly Value[] {
    const cursor = this.#cursor;
    const values: Value[] = [];
    this.#inBrackets++;
    for (;;) {
      cursor.skipLines();
      if (cursor.done || cursor.take(close)) break;
      const before = cursor.index;
      const { text } = cursor.token;
      if (text === ',' || text === ';' || text === ':') cursor.next();
      else {
        // A closing bracket of another kind: the text is broken, or this reader is.
        if (cursor.token.kind === 'mark' && /^[)\]}]$/.test(text) && this.#inBrackets > 1) break;
        const value = this.#nested('all');
        if (values.length < 5000) values.push(value);
        if (cursor.index === before) cursor.next();
      }
    }
    this.#inBrackets--;
    return values;
  }

  #name(token: Token): Value {
    const { dialect } = this.#context;
    const cursor = this.#cursor;
    if (/^(?:function|fn)$/i.test(token.text) && !dialect.dots) return this.#anonymous();
    if (token.text === 'function') return this.#anonymous();
    cursor.next();
    if (dialect.arrows === true && cursor.isMark('=>')) return this.#closure([token.text]);
    if (/^(?:array|list|my|our)$/i.test(token.text) && !dialect.dots && cursor.take('('))
      return list(this.#group(')'));
    return this.#variables.read(this.#variables.named(token.text));
  }

  #anonymous(): Value {
    const cursor = this.#cursor;
    cursor.next();
    cursor.take('*');
    if (cursor.token.kind === 'name') cursor.next();
    return cursor.isMark('(') ? this.#closure(paramNames(cursor)) : NOTHING;
  }

  #closure(params: readonly string[]): Value {
    this.#body(`closure at ${this.#offset + this.#cursor.index}`, params);
    return NOTHING;
  }

  #postfix(start: Value): Value {
    const { dialect } = this.#context;
    const cursor = this.#cursor;
    let value = start;
    let base: Value | undefined;
    for (;;) {
      if (this.#inBrackets > 0) this.#continued();
      const { token } = cursor;
      if (this.#isMember(token)) {
        cursor.next();
        base = value;
        value = this.#member(value);
      } else if (
        token.kind === 'mark' &&
        token.text === '\\' &&
        cursor.ahead().kind === 'name' &&
        !dialect.dots
      ) {
        // A namespace: the function's own name is what counts.
        cursor.next();
        value = this.#variables.read(cursor.next().text);
      } else if (token.text === '[' && token.kind === 'mark') {
        cursor.next();
        value = this.#variables.element(value, this.#group(']')[0] ?? NOTHING);
      } else if (token.text === '(' && token.kind === 'mark') {
        cursor.next();
        value = this.#call(value, base, this.#arguments(value), token.at);
        base = value;
      } else if (
        token.text === '{' &&
        token.kind === 'mark' &&
        dialect.typed === true &&
        this.#behindBrackets()
      ) {
        cursor.next();
        value = list(this.#group('}'));
      } else if (this.#isHashKey(value, token)) {
        cursor.next();
        value = this.#variables.element(value, asKey(this.#group('}')[0]));
      } else if (token.text === '++' || token.text === '--') {
        cursor.next();
      } else if (this.#callsBare(value, token)) {
        value = this.#call(value, base, this.#bareArguments(), token.at);
      } else return value;
    }
  }

  /** `new String[] { … }` */
  #behindBrackets(): boolean {
    return this.#cursor.ahead(-1).text === ']' && this.#cursor.ahead(-2).text === '[';
  }

  /** `$ENV{QUERY_STRING}` of Perl: the bracket stands right behind the name. */
  #isHashKey({ path }: Value, { kind, text, at }: Token): boolean {
    if (kind !== 'mark' || text !== '{' || this.#context.dialect.syntax.quoteWords === undefined)
      return false;
    const last = this.#cursor.ahead(-1);
    return path?.startsWith('$') === true && last.at + last.text.length === at;
  }

  #isMember({ kind, text }: Token): boolean {
    if (kind !== 'mark') return false;
    if (text === '->' || text === '::' || text === '?->' || text === '?.') return true;
    if (text !== '.' || !this.#context.dialect.dots) return false;
    return this.#cursor.ahead().kind === 'name' || this.#cursor.ahead().text === '(';
  }

  #member(base: Value): Value {
    const { dialect } = this.#context;
    const cursor = this.#cursor;
    if (cursor.token.kind !== 'name') {
      if (!cursor.isMark('{')) return base;
      cursor.next();
      const key = asKey(this.#group('}')[0]);
      return dialect.syntax.quoteWords === undefined ? key : this.#variables.element(base, key);
    }
    const raw = cursor.next().text;
    // `$this->$f(…)`: the method is what the variable says.
    if (raw.startsWith('$') && dialect.interpolates === '$' && !dialect.dots) {
      const method = this.#variables.read(raw);
      // A class has only so many methods: letting the request choose one is how frameworks dispatch.
      return isTainted(method) ? NOTHING : method;
    }
    return this.#variables.member(base, this.#variables.named(raw));
  }

  #arguments(callee: Value): readonly Value[] {
    const { dialect, calls } = this.#context;
    const path = callee.origin ?? callee.path;
    if (path !== undefined && dialect.events?.test(calls.fullPath(path)) === true) this.#given = FROM_REQUEST;
    const args = this.#group(')');
    this.#given = undefined;
    return args;
  }

  #call(callee: Value, base: Value | undefined, args: readonly Value[], at: number): Value {
    const { calls, scopes, dialect } = this.#context;
    const name = callee.path?.toLowerCase();
    if (dialect.interpolates === '$' && args.some(isTainted)) {
      if (name === 'extract') scopes.extract();
      if (name === 'parse_str' && args[1]?.path !== undefined) this.#set(args[1], FROM_REQUEST);
      else if (name === 'parse_str') scopes.extract();
    }
    const { path, ...value } = calls.call(callee, base, args, this.#offset + at);
    return { ...value, ...(path !== undefined && { path }) };
  }

  #callsBare(value: Value, token: Token): boolean {
    const { dialect, calls } = this.#context;
    if (dialect.bareCalls !== true || value.path === undefined || isTainted(value)) return false;
    if (token.kind === 'line' || token.kind === 'mark' || operatorOf(token, dialect) !== undefined)
      return false;
    const path = calls.fullPath(value.origin ?? value.path);
    const last = path.slice(path.lastIndexOf('.') + 1);
    return dialect.sinks.has(last) || dialect.sinks.has(last.toLowerCase());
  }

  #bareArguments(): readonly Value[] {
    const values: Value[] = [];
    do {
      values.push(this.#nested('term'));
    } while (values.length < 50 && this.#cursor.take(','));
    return values;
  }
}

function isPrefix(word: string): boolean {
  return word.length <= 6 && (PREFIXES.has(word) || PREFIXES.has(word.toLowerCase()));
}
