import { RuleSyntaxError, type RuleToken, ruleTokens } from './rule-tokens.ts';

/** A string of a rule, as it stands there. */
export interface RuleString {
  /** `$a`; `$` for one without a name. */
  readonly name: string;
  readonly value: RuleToken;
  /** `nocase`, `wide` and so on, each with what stands in brackets behind it. */
  readonly modifiers: ReadonlyMap<string, readonly RuleToken[]>;
}

/** One rule of a file. */
export interface ParsedRule {
  readonly name: string;
  /** A helper of other rules, which is never told of. */
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  /** In order; a name may stand there several times. */
  readonly meta: readonly (readonly [name: string, value: string])[];
  readonly strings: readonly RuleString[];
  readonly condition: readonly RuleToken[];
  readonly line: number;
}

export interface ParsedRuleFile {
  readonly imports: readonly string[];
  readonly rules: readonly ParsedRule[];
}

/**
 * Takes a rule file apart as far as it must be known what its rules look for. Whether it is right is for YARA-X to say.
 *
 * @param text the file
 * @throws RuleSyntaxError
 */
export function parseRuleFile(text: string): ParsedRuleFile {
  const tokens = new Tokens(ruleTokens(Buffer.from(text, 'utf8').toString('latin1')));
  const imports: string[] = [];
  const rules: ParsedRule[] = [];
  while (!tokens.done) {
    const token = tokens.take();
    if (token.text === 'import') imports.push(tokens.take('text').text);
    else if (token.text === 'include') {
      throw new RuleSyntaxError('"include" is not taken; put what it names beside this file', token.line);
    } else rules.push(readRule(token, tokens));
  }
  return { imports, rules };
}

function readRule(first: RuleToken, tokens: Tokens): ParsedRule {
  let token = first;
  let isPrivate = false;
  for (; token.text !== 'rule'; token = tokens.take()) {
    if (token.text === 'private') isPrivate = true;
    else if (token.text === 'global') {
      throw new RuleSyntaxError('global rules are not taken; put the condition into each rule', token.line);
    } else throw new RuleSyntaxError(`a rule is expected, not "${token.text.slice(0, 40)}"`, token.line);
  }
  const name = tokens.take('word');
  const tags: string[] = [];
  if (tokens.skip(':')) while (tokens.peek()?.kind === 'word') tags.push(tokens.take().text);
  tokens.expect('{');
  const meta = tokens.skip('meta') ? readMeta(tokens) : [];
  const strings = tokens.skip('strings') ? readStrings(tokens) : [];
  tokens.expect('condition');
  tokens.expect(':');
  const condition: RuleToken[] = [];
  while (tokens.peek()?.text !== '}' || tokens.peek()?.kind !== 'sign') condition.push(tokens.take());
  tokens.expect('}');
  return { name: name.text, isPrivate, tags, meta, strings, condition, line: name.line };
}

function readMeta(tokens: Tokens): ParsedRule['meta'] {
  tokens.expect(':');
  const meta: (readonly [string, string])[] = [];
  while (tokens.peek()?.kind === 'word' && tokens.peek(1)?.text === '=') {
    const name = tokens.take().text;
    tokens.expect('=');
    const sign = tokens.skip('-') ? '-' : '';
    const value = tokens.take();
    meta.push([name, sign + Buffer.from(value.text, 'latin1').toString('utf8')]);
  }
  return meta;
}

function readStrings(tokens: Tokens): readonly RuleString[] {
  tokens.expect(':');
  const strings: RuleString[] = [];
  while (tokens.peek()?.kind === 'pattern') {
    const { text: name, line } = tokens.take();
    tokens.expect('=');
    const value = tokens.take();
    if (value.kind !== 'text' && value.kind !== 'hex' && value.kind !== 'regex') {
      throw new RuleSyntaxError(`${name} is no text, hex string or regular expression`, line);
    }
    const modifiers = new Map<string, readonly RuleToken[]>();
    while (tokens.peek()?.kind === 'word' && MODIFIERS.has(tokens.peek()?.text ?? '')) {
      const modifier = tokens.take().text;
      const inside: RuleToken[] = [];
      if (tokens.skip('(')) while (!tokens.skip(')')) inside.push(tokens.take());
      modifiers.set(modifier, inside);
    }
    strings.push({ name, value, modifiers });
  }
  return strings;
}

const MODIFIERS: ReadonlySet<string> = new Set([
  'nocase',
  'wide',
  'ascii',
  'fullword',
  'private',
  'xor',
  'base64',
  'base64wide',
]);

class Tokens {
  readonly #tokens: readonly RuleToken[];
  #at = 0;

  constructor(tokens: readonly RuleToken[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#at >= this.#tokens.length;
  }

  peek(ahead = 0): RuleToken | undefined {
    return this.#tokens[this.#at + ahead];
  }

  take(kind?: RuleToken['kind']): RuleToken {
    const token = this.#tokens[this.#at++];
    if (token === undefined) {
      throw new RuleSyntaxError('it ends in the middle of a rule', this.#tokens.at(-1)?.line ?? 1);
    }
    if (kind === undefined || token.kind === kind) return token;
    throw new RuleSyntaxError(`"${token.text.slice(0, 40)}" is not expected`, token.line);
  }

  skip(text: string): boolean {
    const token = this.peek();
    if (token?.text !== text || (token.kind !== 'sign' && token.kind !== 'word')) return false;
    this.#at++;
    return true;
  }

  expect(text: string): void {
    const token = this.peek();
    if (this.skip(text)) return;
    const line = token?.line ?? this.#tokens.at(-1)?.line ?? 1;
    throw new RuleSyntaxError(
      `"${text}" is expected${token === undefined ? '' : `, not "${token.text.slice(0, 40)}"`}`,
      line,
    );
  }
}
