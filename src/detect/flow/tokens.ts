import { templateEnd } from './nested-template.ts';

/** One token of a program's text. */
export interface Token {
  /**
   * `string` stands for its own text, `template` may hold variables, `command` is a backtick that runs its text,
   * `line` is the end of a line where that ends a statement.
   */
  readonly kind: 'name' | 'number' | 'string' | 'template' | 'command' | 'mark' | 'line';
  /** Of strings the inside, as written. */
  readonly text: string;
  /** UTF-16 index of its start. */
  readonly at: number;
  /** For `line`: how far the next line is indented. */
  readonly indent?: number;
}

export type QuoteKind = 'string' | 'template' | 'command';

/** What the words of a language look like; enough to tell code from comments and strings. */
export interface Syntax {
  readonly comments: readonly string[];
  readonly blocks: readonly (readonly [open: string, close: string])[];
  readonly quotes: Readonly<Record<string, QuoteKind>>;
  /** Quotes whose strings may go on over lines. */
  readonly multiline: string;
  /** A doubled quote stands for one, and a backslash for itself (VBScript). */
  readonly doubledQuotes?: boolean;
  /** Characters that belong to a name when they stand before it: `$`. */
  readonly sigils?: string;
  /** Ends of lines end statements. */
  readonly lines?: boolean;
  /** `/…/` is a regular expression where a value is expected. */
  readonly regexes?: boolean;
  /** Prefixes of strings and what they make of them: `f` → template. */
  readonly prefixes?: Readonly<Record<string, QuoteKind>>;
  readonly tripleQuotes?: boolean;
  /** A template (in backticks) may hold others, in the code in it. */
  readonly nestedTemplates?: boolean;
  readonly heredocs?: boolean;
  /** `q(…)`, `qq{…}`, `qx/…/` of Perl, `%x(…)` of Ruby. */
  readonly quoteWords?: Readonly<Record<string, QuoteKind>>;
}

const NAME = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const MARK =
  /\?->|===|!==|\?\?=|\|\|=|\.\.\.|\.\.|->|::|=>|==|!=|<>|<=|>=|=~|!~|&&|\|\||\?\?|\?\.|\.=|\+=|-=|&=|:=|\+\+|--|\*\*|[^\s\w]/y;
const HEREDOC = /<<<[ \t]*(["']?)(\w{1,60})\1\r?\n/y;
const PAIRS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
export const MAX_TOKENS = 500_000;
const MAX_REGEX = 5000;
/** Templates whose end is not found; behind them each is taken to end at the next backtick. */
const MAX_ENDLESS = 50;

/** The tokens of a text, comments left out. Reads each character a bounded number of times. */
export function tokensOf(text: string, syntax: Syntax): readonly Token[] {
  const tokens: Token[] = [];
  eachToken(text, syntax, (token) => tokens.push(token) < MAX_TOKENS);
  return tokens;
}

/** The same without a list, for texts of any length. @param visit whether to go on */
export function eachToken(text: string, syntax: Syntax, visit: (token: Token) => boolean): void {
  const passed: { last?: Token; goesOn: boolean } = { goesOn: true };
  const blockEnds = new Set<string>();
  let at = 0;
  let endless = 0;
  const push = (kind: Token['kind'], inside: string, start: number, indent?: number): void => {
    passed.last = { kind, text: inside, at: start, ...(indent !== undefined && { indent }) };
    passed.goesOn = visit(passed.last);
  };
  const special = charactersOf(syntax);
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  /** The end of what a quote opens, and the index behind it. */
  const quoted = (from: number, close: string, multiline: boolean): readonly [end: number, next: number] => {
    if (close === '`' && syntax.nestedTemplates === true && endless < MAX_ENDLESS) {
      const end = templateEnd(text, from);
      if (end !== undefined) return [end, end + 1];
      endless++;
    }
    for (let i = from; i < text.length; i++) {
      const char = text[i];
      if (char === '\\' && syntax.doubledQuotes !== true) i++;
      else if (char === '\n' && !multiline) return [i, i];
      else if (char === close[0] && text.startsWith(close, i)) {
        if (syntax.doubledQuotes === true && text[i + 1] === close) i++;
        else return [i, i + close.length];
      }
    }
    return [text.length, text.length];
  };
  while (at < text.length && passed.goesOn) {
    const char = text[at] as string;
    if (char === '\n') {
      const start = at;
      at++;
      if (syntax.lines !== true) continue;
      while (text[at] === ' ' || text[at] === '\t') at++;
      push('line', '\n', start, at - start - 1);
      continue;
    }
    if (char === ' ' || char === '\t' || char === '\r') {
      at++;
      continue;
    }
    // Most of a program is names and marks that begin nothing else.
    if (!special.has(char)) {
      const name = match(NAME);
      if (name !== null) {
        push('name', name[0], at);
        at += name[0].length;
        continue;
      }
      const other = match(NUMBER) ?? match(MARK);
      const found = other?.[0] ?? char;
      if (found.trim() !== '') push(/^\d/.test(found) ? 'number' : 'mark', found, at);
      at += found.length;
      continue;
    }
    const block = syntax.blocks.find(([open, close]) => !blockEnds.has(close) && text.startsWith(open, at));
    if (block !== undefined) {
      const end = text.indexOf(block[1], at + block[0].length);
      // A comment that never ends is looked for once.
      if (end < 0) blockEnds.add(block[1]);
      at = end < 0 ? at + block[0].length : end + block[1].length;
      continue;
    }
    if (syntax.comments.some((open) => text.startsWith(open, at)) && !isAttribute(text, at, syntax)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (syntax.heredocs === true && char === '<') {
      const open = match(HEREDOC);
      if (open !== null) {
        const start = at + open[0].length;
        const close = new RegExp(`^[ \\t]*${open[2]}\\b`, 'gm');
        close.lastIndex = start;
        const end = close.exec(text);
        const stop = end?.index ?? text.length;
        push(open[1] === "'" ? 'string' : 'template', text.slice(start, Math.max(start, stop - 1)), at);
        at = end === null ? text.length : stop + end[0].length;
        continue;
      }
    }
    const quote = syntax.quotes[char];
    if (quote !== undefined) {
      const triple = char.repeat(3);
      const long = syntax.tripleQuotes === true && text.startsWith(triple, at);
      const close = long ? triple : char;
      const [end, next] = quoted(at + close.length, close, long || syntax.multiline.includes(char));
      push(quote, text.slice(at + close.length, end), at);
      at = next;
      continue;
    }
    if (syntax.regexes === true && char === '/' && expectsValue(passed.last)) {
      const end = regexEnd(text, at + 1);
      if (end !== undefined) {
        push('number', '/', at);
        at = end + 1;
        continue;
      }
    }
    const sigil = syntax.sigils?.includes(char) === true && /[A-Za-z_]/.test(text[at + 1] ?? '') ? 1 : 0;
    at += sigil;
    const name = match(NAME)?.[0];
    at -= sigil;
    if (name !== undefined) {
      const start = at;
      at += sigil + name.length;
      const prefixed =
        sigil === 0 && syntax.prefixes !== undefined ? syntax.prefixes[name.toLowerCase()] : undefined;
      const opens = text[at] ?? '';
      if (prefixed !== undefined && (opens === '"' || opens === "'")) {
        const triple = opens.repeat(3);
        const long = syntax.tripleQuotes === true && text.startsWith(triple, at);
        const close = long ? triple : opens;
        const [end, next] = quoted(at + close.length, close, long);
        push(prefixed, text.slice(at + close.length, end), start);
        at = next;
        continue;
      }
      const word = sigil === 0 && syntax.quoteWords !== undefined ? syntax.quoteWords[name] : undefined;
      const asQuote = word !== undefined && /[({[</|!~]/.test(opens) && passed.last?.text !== '->';
      if (word !== undefined && asQuote) {
        const [end, next] = quoted(at + 1, PAIRS[opens] ?? opens, true);
        push(word, text.slice(at + 1, end), start);
        at = next;
        continue;
      }
      push('name', text.slice(start, at), start);
      continue;
    }
    const number = match(NUMBER)?.[0];
    if (number !== undefined) {
      push('number', number, at);
      at += number.length;
      continue;
    }
    const mark = match(MARK)?.[0] ?? char;
    push('mark', mark, at);
    at += mark.length;
  }
}

/** The index of the `/` that ends a regular expression: one in `[…]` does not. Undefined where its line, or 5,000 characters, end first. */
function regexEnd(text: string, from: number): number | undefined {
  let inClass = false;
  const most = Math.min(text.length, from + MAX_REGEX);
  for (let at = from; at < most; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '\n') return undefined;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at;
  }
  return undefined;
}

/** Characters that may begin more than a name, a number or a mark. */
function charactersOf(syntax: Syntax): ReadonlySet<string> {
  const { comments, blocks, quotes, sigils = '', prefixes = {}, quoteWords = {} } = syntax;
  const prefix = Object.keys(prefixes).flatMap((word) => [word[0], word[0]?.toUpperCase()]);
  const firsts = [
    ...comments.map((open) => open[0]),
    ...blocks.map(([open]) => open[0]),
    ...Object.keys(quotes),
    ...sigils,
    ...prefix,
    ...Object.keys(quoteWords).map((word) => word[0]),
    ...(syntax.regexes === true ? ['/'] : []),
    ...(syntax.heredocs === true ? ['<'] : []),
  ];
  return new Set(firsts.filter((first) => first !== undefined));
}

/** `#[Attribute]` of PHP 8 is no comment. */
function isAttribute(text: string, at: number, syntax: Syntax): boolean {
  return syntax.heredocs === true && text.startsWith('#[', at);
}

function expectsValue(last: Token | undefined): boolean {
  if (last === undefined || last.kind === 'line') return true;
  if (last.kind === 'mark') return !/^[)\]}]$/.test(last.text);
  return last.kind === 'name' && /^(?:return|typeof|case|in|of)$/.test(last.text);
}
