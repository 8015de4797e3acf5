import type { ProgramLanguage } from '../program-language.ts';
import type { StaticContext } from './context.ts';
import { Cursor } from './cursor.ts';
import { callFunction, callMethod, environmentVariable } from './functions.ts';
import { inList } from './given-values.ts';
import { literalAt, unescaped } from './literal.ts';
import { COMPUTED, joined, opened, type StaticValue, text, unknown } from './value.ts';
import { wellKnown } from './well-known.ts';

/** Expressions read one inside the other, names followed included. */
const MAX_DEPTH = 12;
const MAX_ITEMS = 200;
/** Brackets open at once; what is in further ones is skipped. */
const MAX_OPEN = 40;
const NAME = /[$@%]?[A-Za-z_]\w{0,60}(?:(?:\.|::|\?\.)[A-Za-z_]\w{0,60}){0,8}/y;
/** An operator on the next line goes on with the expression. */
const GOES_ON = /^\s*\n\s*(?:[+?]|\|\||\.(?!\d))/;
const ENDS: Readonly<Partial<Record<ProgramLanguage, RegExp>>> = {
  python: /^(?:as\b|#)/,
  perl: /^(?:or|and|if|unless)\b|^(?:=>|#|\|\|)/,
  ruby: /^(?:or|and|if|unless|do)\b|^(?:=>|#|\|\||\{)/,
  php: /^(?:or|and|as)\b|^(?:=>|\/\/|#|\|\||\?>)/,
  node: /^(?:\/\/|\/\*)/,
  // The next statement may stand beside it.
  lua: /^(?:--|(?!(?:and|or)\b)[A-Za-z_])/,
};

/** Reads what stands in a program's text where a value is expected. */
export class Expression {
  readonly #cursor: Cursor;
  readonly #context: StaticContext;
  readonly #depth: number;
  #open = 0;

  constructor(source: string, at: number, context: StaticContext, depth = 0) {
    this.#cursor = new Cursor(source, at, context);
    this.#context = context;
    this.#depth = depth;
  }

  /** The value up to where a comma, a closing bracket or the statement ends. */
  read(): StaticValue {
    const start = this.#cursor.at;
    if (this.#depth > MAX_DEPTH || this.#context.work.left-- <= 0) return this.#skipped(start, COMPUTED);
    let value = this.#term();
    for (;;) {
      this.#cursor.blanks(GOES_ON.test(this.#cursor.ahead(200)));
      const operator = this.#operator();
      if (operator === undefined) break;
      this.#cursor.at += operator.length;
      const right = this.#term();
      if (operator === '||' || operator === '??' || operator === 'or' || operator === '//') {
        if (value.kind === 'unknown' && value.unset === true) value = right;
      } else {
        value = operator === '/' ? joined(joined(value, text('/')), right) : joined(value, right);
      }
    }
    return this.#atEnd() ? value : this.#skipped(start, value.kind === 'unknown' ? value : COMPUTED);
  }

  /** The values of a call's arguments; the index is after its opening bracket. */
  arguments(): readonly StaticValue[] {
    const values: StaticValue[] = [];
    if (this.#open >= MAX_OPEN) return values;
    this.#open++;
    while (values.length < MAX_ITEMS) {
      this.#cursor.blanks(true);
      if (
        this.#cursor.at >= this.#cursor.text.length ||
        /[)\]}]/.test(this.#cursor.text.charAt(this.#cursor.at))
      )
        break;
      // `shell=True`, `cwd: x`: options by name.
      if (/^[A-Za-z_]\w{0,60}\s{0,5}(?:=(?![=>~])|:(?!:))/.test(this.#cursor.ahead(70))) break;
      values.push(this.read());
      this.#cursor.blanks(true);
      if (this.#cursor.text[this.#cursor.at] !== ',') break;
      this.#cursor.at++;
    }
    this.#open--;
    return values;
  }

  /** Where reading came to. */
  get at(): number {
    return this.#cursor.at;
  }

  #operator(): string | undefined {
    const ahead = this.#cursor.ahead(4);
    const otherwise = /^(?:\|\||\?\?|or\b|\/\/)/.exec(ahead)?.[0];
    const { language } = this.#context;
    if (otherwise !== undefined) {
      // `require "x" or die`: what happens then is no value.
      const isValue = otherwise === 'or' ? language === 'python' : otherwise !== '//' || language === 'perl';
      return isValue ? otherwise : undefined;
    }
    const mark = language === 'perl' || language === 'php' ? '.' : '+';
    if (ahead.startsWith(mark) && ahead[1] !== mark && ahead[1] !== '=') return mark;
    if (language === 'lua' && ahead.startsWith('..')) return '..';
    return language === 'python' && /^\/(?![/=])/.test(ahead) ? '/' : undefined;
  }

  #atEnd(): boolean {
    const character = this.#cursor.text.charAt(this.#cursor.at);
    if (character === '' || /[,)\]};\n:]/.test(character)) return true;
    return ENDS[this.#context.language]?.test(this.#cursor.ahead(8)) === true;
  }

  #term(): StaticValue {
    this.#cursor.blanks(true);
    let value = this.#atom();
    for (;;) {
      const suffix = /^\s{0,20}(?:\.|->|:)([A-Za-z_]\w{0,60})(\()?/.exec(this.#cursor.ahead(90));
      const { language } = this.#context;
      const isMethod =
        suffix !== null &&
        (language !== 'php' || suffix[0].includes('->')) &&
        (language === 'lua' || !suffix[0].trimStart().startsWith(':')) &&
        language !== 'perl';
      if (!isMethod || suffix?.[1] === undefined) return value;
      this.#cursor.at += suffix[0].length;
      const args = suffix[2] === undefined ? [] : this.#bracketed();
      value =
        callMethod(suffix[1], value, args, this.#context) ?? (value.kind === 'unknown' ? value : COMPUTED);
    }
  }

  #atom(): StaticValue {
    const character = this.#cursor.text.charAt(this.#cursor.at);
    if (character === '(' || character === '[' || (character === '{' && this.#context.language === 'lua')) {
      this.#cursor.at++;
      const values = this.arguments();
      this.#cursor.close(character === '(' ? ')' : character === '[' ? ']' : '}');
      const [first] = values;
      return character === '(' && values.length === 1 && first !== undefined
        ? first
        : { kind: 'list', words: values };
    }
    const keyword = /^(?:new|await)\s{1,5}/.exec(this.#cursor.ahead(12))?.[0];
    if (keyword !== undefined && this.#context.language === 'node') this.#cursor.at += keyword.length;
    const literal = this.#literals();
    if (literal !== undefined) return literal;
    const handle = this.#handle();
    if (handle !== undefined) return handle;
    NAME.lastIndex = this.#cursor.at;
    const name = NAME.exec(this.#cursor.text)?.[0];
    if (name === undefined) return COMPUTED;
    return this.#named(name);
  }

  /** `<F>`, `<$file>` of Perl: what comes from an opened file, or stands behind the program itself. */
  #handle(): StaticValue | undefined {
    if (this.#context.language !== 'perl') return undefined;
    const handle = /^<(\$?\w{0,60})>/.exec(this.#cursor.ahead(64));
    if (handle === null) return undefined;
    this.#cursor.at += handle[0].length;
    const [, name = ''] = handle;
    return wellKnown(name === '' ? 'STDIN' : name, this.#context) ?? this.#value(name) ?? COMPUTED;
  }

  /** One literal, or several beside each other, which Python and Ruby join. */
  #literals(): StaticValue | undefined {
    let value: StaticValue | undefined;
    for (let count = 0; count < MAX_ITEMS; count++) {
      const literal = literalAt(this.#cursor.text, this.#cursor.at, this.#context.language);
      if (literal === undefined) break;
      this.#cursor.at = literal.end;
      const next =
        literal.interpolation === undefined
          ? { ...text(literal.escapes ? unescaped(literal.raw) : literal.raw), plain: true }
          : this.#filledIn(literal.raw, literal.interpolation);
      value = value === undefined ? next : joined(value, next);
      const { language } = this.#context;
      if (language !== 'python' && language !== 'ruby') break;
      const blanks = /^[ \t]*(?:\\?\n[ \t]*)?(?=[fbruFBRU]{0,2}["'])/.exec(this.#cursor.ahead(200))?.[0];
      if (blanks === undefined || (blanks.includes('\n') && language === 'ruby')) break;
      this.#cursor.at += blanks.length;
    }
    return value;
  }

  #filledIn(raw: string, interpolation: RegExp): StaticValue {
    let value: StaticValue = text('');
    let done = 0;
    for (const match of raw.matchAll(interpolation)) {
      const inner = (match[1] ?? match[2] ?? '').replace(/^\$\{(\w{1,60})\}$/, '$$$1');
      const part = new Expression(inner, 0, this.#context, this.#depth + 1).read();
      value = joined(joined(value, text(unescaped(raw.slice(done, match.index)))), part);
      done = match.index + match[0].length;
    }
    const whole = joined(value, text(unescaped(raw.slice(done))));
    return done > 0 || whole.kind !== 'text' ? whole : { ...whole, plain: true };
  }

  #named(name: string): StaticValue {
    this.#cursor.at += name.length;
    const context = this.#context;
    const variable = this.#environment(name);
    if (variable !== undefined) return variable;
    const given = name === '$_' && !('why' in context.names.find('_')) ? undefined : wellKnown(name, context);
    if (given !== undefined) {
      if (given.kind === 'list' && this.#cursor.ahead(1) === '[') {
        const start = this.#cursor.at;
        this.#bracketedAny();
        return inList(given, this.#cursor.text.slice(start, this.#cursor.at)) ?? COMPUTED;
      }
      if (/^[([{]/.test(this.#cursor.ahead(1)) && given.kind === 'unknown') this.#bracketedAny();
      if (given.kind === 'text' && this.#cursor.ahead(1) === '(') this.#bracketedAny();
      return given;
    }
    const blanks = /^\s{0,5}(?=\()/.exec(this.#cursor.ahead(6))?.[0];
    if (blanks !== undefined) {
      this.#cursor.at += blanks.length + 1;
      const args = this.#bracketed();
      return (
        callFunction(name, args, context) ?? this.#method(name, args) ?? unknown(`it comes from ${name}(…)`)
      );
    }
    if (/^(?:\[|\{)/.test(this.#cursor.ahead(1))) {
      this.#bracketedAny();
      return unknown(`it comes out of ${name}`);
    }
    return this.#value(name) ?? this.#method(name, []) ?? unknown(`${name} is not set in this file`);
  }

  /** `os.environ["X"]`, `process.env.X`, `ENV['X']`, `$ENV{X}`, `$_ENV['X']`. */
  #environment(name: string): StaticValue | undefined {
    const direct = /^process\.env\.(\w{1,60})$/.exec(name)?.[1];
    if (direct !== undefined) return environmentVariable(text(direct), this.#context);
    if (!/^(?:os\.environ|process\.env|ENV|\$ENV|\$_ENV|\$_SERVER)$/.test(name)) return undefined;
    const key = /^[[{]\s{0,5}["']?(\w{1,60})["']?\s{0,5}[\]}]/.exec(this.#cursor.ahead(80));
    if (key?.[1] === undefined) return undefined;
    this.#cursor.at += key[0].length;
    return environmentVariable(text(key[1]), this.#context);
  }

  /** `a.b.c`: what `a` stands for, with methods or properties of it. */
  #method(name: string, args: readonly StaticValue[]): StaticValue | undefined {
    const end = name.lastIndexOf('.');
    if (end === -1) return undefined;
    const before = name.slice(0, end);
    const of = wellKnown(before, this.#context) ?? this.#value(before) ?? this.#method(before, []);
    if (of === undefined) return undefined;
    return (
      callMethod(name.slice(end + 1), of, args, this.#context) ?? (of.kind === 'unknown' ? of : COMPUTED)
    );
  }

  /** What a name alone is set to. */
  #value(name: string): StaticValue | undefined {
    if (!/^[$@%]?\w{1,61}$/.test(name)) return undefined;
    const found = this.#context.names.find(name.replace(/^[$@%]/, ''));
    if ('why' in found) return unknown(found.why);
    const value = this.#context.names.follow(name, () => {
      const read = [found.at, ...found.more]
        .map((at) => new Expression(this.#context.names.text, at, this.#context, this.#depth + 1).read())
        .reduce((whole, part) => joined(whole, part));
      return found.opens ? opened(read) : read;
    });
    // Plain is what stands in its place.
    return value.kind === 'text' ? text(value.text) : value;
  }

  /** Goes to the end of an expression that is not understood. */
  #skipped(start: number, value: StaticValue): StaticValue {
    this.#cursor.skip(undefined, start);
    return value;
  }

  #bracketed(): readonly StaticValue[] {
    const inner = new Expression(this.#cursor.text, this.#cursor.at, this.#context, this.#depth + 1);
    const values = this.#depth > MAX_DEPTH ? [] : inner.arguments();
    this.#cursor.at = inner.at;
    this.#cursor.close(')');
    return values;
  }

  #bracketedAny(): void {
    const close = { '(': ')', '[': ']', '{': '}' }[this.#cursor.ahead(1)];
    this.#cursor.at++;
    this.#cursor.close(close ?? ')');
  }
}
