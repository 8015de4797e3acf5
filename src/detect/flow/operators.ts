import type { Dialect } from './dialect.ts';
import type { Token } from './tokens.ts';
import { concat, constant, either, FROM_REQUEST, isTainted, known, NOTHING, type Value } from './value.ts';

export interface Operator {
  /** What it does to its two sides; see `joined`. */
  readonly does: string;
  /** The greater, the tighter. */
  readonly binds: number;
}

/** Words before a value that leave it as it is, lower case. */
export const PREFIXES: ReadonlySet<string> = new Set([
  'new',
  'await',
  'yield',
  'clone',
  'not',
  'typeof',
  'delete',
  'async',
  'static',
  'lambda',
]);

const MARKS: ReadonlyMap<string, Operator> = new Map([
  ...['=', '.=', '+=', '&=', '??=', '||=', ':='].map((mark) => [mark, { does: 'assign', binds: 1 }] as const),
  ['=>', { does: 'pair', binds: 1 }],
  ['?', { does: 'choose', binds: 2 }],
  ['??', { does: 'either', binds: 3 }],
  ['||', { does: 'either', binds: 3 }],
  ['&&', { does: 'and', binds: 3 }],
  ...['==', '!=', '===', '!==', '<', '>', '<=', '>=', '<>', '=~', '!~'].map(
    (mark) => [mark, { does: 'compare', binds: 4 }] as const,
  ),
  ['^', { does: 'xor', binds: 5 }],
  ['%', { does: 'format', binds: 6 }],
  ...['+', '-', '*', '/', '**', '|', '&', '-=', '<<', '>>'].map(
    (mark) => [mark, { does: 'count', binds: 6 }] as const,
  ),
]);
const WORDS: ReadonlyMap<string, Operator> = new Map([
  ['or', { does: 'either', binds: 1 }],
  ['and', { does: 'and', binds: 1 }],
  ['xor', { does: 'and', binds: 1 }],
  ...['instanceof', 'in', 'is', 'like', 'not'].map((word) => [word, { does: 'compare', binds: 4 }] as const),
]);
const JOINS: Operator = { does: 'concat', binds: 5 };

/** The operator that a token is between two values. */
export function operatorOf(token: Token, dialect: Dialect): Operator | undefined {
  if (token.kind === 'name') {
    if (token.text === 'as' && dialect.typed !== true && dialect.ignoresCase !== 'all')
      return { does: 'as', binds: 0 };
    if (token.text === 'if' && dialect.indented === true) return { does: 'choose-after', binds: 2 };
    return WORDS.get(dialect.ignoresCase === undefined ? token.text : token.text.toLowerCase());
  }
  if (token.kind !== 'mark') return undefined;
  if (token.text === dialect.joins || (token.text === '+' && dialect.dots)) return JOINS;
  return MARKS.get(token.text);
}

/** What two values come to. */
export function joined(does: string, left: Value, right: Value): Value {
  switch (does) {
    case 'concat':
      return concat([left, right]);
    case 'either':
      return either(left, right);
    case 'and':
      return isTainted(right) ? right : NOTHING;
    case 'xor':
      return xor(left, right);
    case 'invert':
      return inverted(left);
    case 'format':
      return formatted(left, right);
    default:
      return NOTHING;
  }
}

const MAX_BITS = 4096;

/** The bitwise operators of PHP work on strings, byte by byte. */
function xor(left: Value, right: Value): Value {
  const [a, b] = [known(left), known(right)];
  if (a === undefined || b === undefined) return isTainted(left) || isTainted(right) ? FROM_REQUEST : NOTHING;
  const length = Math.min(a.length, b.length, MAX_BITS);
  let text = '';
  for (let i = 0; i < length; i++) text += String.fromCharCode((a.charCodeAt(i) ^ b.charCodeAt(i)) & 0xff);
  return constant(text, true);
}

function inverted(value: Value): Value {
  const text = known(value);
  if (text === undefined) return isTainted(value) ? FROM_REQUEST : NOTHING;
  const bytes = Buffer.from(text.slice(0, MAX_BITS), 'latin1').map((byte) => ~byte & 0xff);
  return constant(Buffer.from(bytes).toString('latin1'), true);
}

/** `'run %s' % name` of Python and Ruby, and what `sprintf` makes of the same. */
export function formatted(format: Value, given: Value): Value {
  const text = known(format);
  if (text === undefined || !text.includes('%')) return NOTHING;
  const values = given.items ?? [given];
  const pieces = text.slice(0, 10_000).split(/%(?:\(\w{1,40}\))?(?:\d\$)?[-+ #0]{0,4}\d{0,4}[sdrixv]/);
  return concat(
    pieces.flatMap((piece, i) => (i === 0 ? [constant(piece)] : [values[i - 1] ?? NOTHING, constant(piece)])),
  );
}
