/** A piece of a rule file. All text is latin1 of the file's UTF-8 bytes, so that a character is a byte. */
export interface RuleToken {
  readonly kind: 'word' | 'pattern' | 'number' | 'text' | 'regex' | 'hex' | 'sign';
  /** `text` without quotes and escapes; `regex` without slashes and flags; `hex` without braces and comments. */
  readonly text: string;
  /** Of a regular expression: `i`, `s`. */
  readonly flags?: string;
  /** From 1. */
  readonly line: number;
  /** Where in the file it begins. */
  readonly at: number;
}

/** A rule file that cannot be read; the message is the end of a sentence. */
export class RuleSyntaxError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

const SPACE = /[ \t\r\n\f\v]+/y;
const COMMENT = /\/\/[^\n]*|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//y;
const WORD = /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;
const NUMBER = /(?:0x[0-9a-fA-F]+|0o[0-7]+|\d+(?:\.\d+)?)(?:KB|MB)?/y;
/** `$a`, `$a*`, `$`, `#a`, `@a`, `!a`; `!=` is a sign. */
const PATTERN = /\$\w*\*?|#\w*|@\w*|!\w+/y;
const TEXT = /"((?:[^"\\\n]|\\.)*)"/y;
const REGEX = /\/((?:[^/\\\n]|\\.)+)\/([a-z]*)/y;
const HEX = /\{([^}]*)\}/y;
const SIGN = /==|!=|<=|>=|<<|>>|\.\.|[-+*\\%&|^~<>=:(){}[\],.]/y;

/**
 * Cuts a rule file (virustotal.github.io/yara-x, "Writing rules") into tokens, in linear time.
 *
 * @param source latin1 of the file's bytes
 * @throws RuleSyntaxError at what is no token
 */
export function ruleTokens(source: string): readonly RuleToken[] {
  const tokens: RuleToken[] = [];
  let line = 1;
  let counted = 0;
  let at = 0;
  const match = (expression: RegExp): RegExpExecArray | undefined => {
    expression.lastIndex = at;
    return expression.exec(source) ?? undefined;
  };
  while (at < source.length) {
    const blank = match(SPACE) ?? match(COMMENT);
    if (blank !== undefined) {
      at += blank[0].length;
      continue;
    }
    for (; counted < at; counted++) if (source.charCodeAt(counted) === NEW_LINE) line++;
    const before = tokens.at(-1);
    const [kind, found] = next(match, before);
    if (found === undefined) {
      const shown = /^[ -~]/.test(source.slice(at))
        ? ` at "${source.slice(at, at + 12).split('\n', 1)[0]}"`
        : '';
      throw new RuleSyntaxError(`it cannot be read${shown}`, line);
    }
    tokens.push({
      kind,
      text:
        kind === 'text'
          ? unescaped(found[1] ?? '')
          : kind === 'hex'
            ? withoutComments(found[1] ?? '')
            : kind === 'regex'
              ? (found[1] ?? '')
              : found[0],
      ...(kind === 'regex' ? { flags: found[2] ?? '' } : {}),
      line,
      at,
    });
    at += found[0].length;
  }
  return tokens;
}

const NEW_LINE = 0x0a;

type Found = readonly [RuleToken['kind'], RegExpExecArray | undefined];

function next(
  match: (expression: RegExp) => RegExpExecArray | undefined,
  before: RuleToken | undefined,
): Found {
  const valueFollows = before?.kind === 'sign' && before.text === '=';
  if (valueFollows) {
    const hex = match(HEX);
    if (hex !== undefined) return ['hex', hex];
  }
  // Elsewhere a slash divides nothing: YARA writes division with a backslash.
  const order: readonly (readonly [RuleToken['kind'], RegExp])[] = [
    ['word', WORD],
    ['number', NUMBER],
    ['pattern', PATTERN],
    ['text', TEXT],
    ['regex', REGEX],
    ['sign', SIGN],
  ];
  for (const [kind, expression] of order) {
    const found = match(expression);
    if (found !== undefined) return [kind, found];
  }
  return ['sign', undefined];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|(.))/g,
    (_, hex: string | undefined, one: string | undefined) =>
      hex === undefined ? (ESCAPES[one ?? ''] ?? one ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function withoutComments(hex: string): string {
  return hex.replaceAll(new RegExp(COMMENT, 'g'), ' ');
}
