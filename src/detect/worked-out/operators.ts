import type { WorkedLanguage } from './around.ts';
import { formatted } from './formatted.ts';
import type { Machine } from './machine.ts';
import { pathOf } from './paths.ts';
import {
  hasHole,
  joined,
  List,
  MAX_ITEMS,
  repeated,
  shown,
  truth,
  UNFOLLOWED,
  UNKNOWN,
  type Value,
} from './value.ts';

export interface Operator {
  readonly sign: string;
  /** Tokens that it is written with. */
  readonly length: number;
  /** The greater, the tighter. */
  readonly binds: number;
  /** `+=`: what comes of it is assigned. */
  readonly assigns: boolean;
}

const BINDS: ReadonlyMap<string, number> = new Map([
  ...['||', '??', 'or'].map((sign) => [sign, 3] as const),
  ...['&&', 'and'].map((sign) => [sign, 4] as const),
  ...['==', '!=', '===', '!==', '<', '>', '<=', '>=', 'in', 'not', 'is', 'instanceof'].map(
    (sign) => [sign, 6] as const,
  ),
  ['|', 7],
  ['^', 8],
  ['&', 9],
  ...['<<', '>>', '>>>'].map((sign) => [sign, 10] as const),
  ...['+', '-'].map((sign) => [sign, 11] as const),
  ...['*', '/', '//', '%', '@'].map((sign) => [sign, 12] as const),
  ['**', 14],
]);
const ASSIGNS: ReadonlySet<string> = new Set(['+=', '-=', '&=', '??=', '||=']);
/** Signs that the tokens give a character at a time. */
const IN_PIECES = /^(?:>>>|>>|<<|\/\/)/;

/** The operator that stands at the cursor. */
export function operatorAt(machine: Machine): Operator | undefined {
  const { token, language } = machine;
  if (token.kind === 'name') {
    const isWord = language === 'python' ? /^(?:or|and|in|not|is)$/ : /^(?:in|instanceof)$/;
    if (!isWord.test(token.text)) return undefined;
    const isTwo = /^(?:not in|is not)$/.test(`${token.text} ${machine.ahead().text}`);
    return { sign: token.text, length: isTwo ? 2 : 1, binds: BINDS.get(token.text) ?? 6, assigns: false };
  }
  if (token.kind !== 'mark') return undefined;
  if (token.text === '=' || token.text === ':=') return { sign: '=', length: 1, binds: 1, assigns: true };
  if (ASSIGNS.has(token.text)) return { sign: token.text.slice(0, -1), length: 1, binds: 1, assigns: true };
  const together = besideOne(machine);
  const [pieces] = IN_PIECES.exec(together) ?? [];
  const sign = pieces !== undefined && (pieces !== '//' || language === 'python') ? pieces : token.text;
  const binds = BINDS.get(sign);
  if (binds === undefined) return undefined;
  const length = sign === token.text ? 1 : sign.length;
  if (together.charAt(sign.length) === '=' && !/^[=!<>]/.test(sign) && machine.ahead(length).text === '=')
    return { sign, length: length + 1, binds: 1, assigns: true };
  return { sign, length, binds, assigns: false };
}

/** The marks that stand at the cursor without anything between them. */
function besideOne(machine: Machine): string {
  let together = '';
  for (let count = 0; count < 4; count++) {
    const { kind, text, at } = machine.ahead(count);
    if (kind !== 'mark' || at !== machine.token.at + together.length) break;
    together += text;
  }
  return together;
}

/** What an operator makes of two values. */
export function operate(sign: string, left: Value, right: Value, language: WorkedLanguage): Value {
  switch (sign) {
    case '+':
      return joined(left, right);
    case '||':
    case 'or':
    case '??': {
      const holds = sign === '??' ? left !== null : truth(left);
      return holds === true ? left : right;
    }
    case '&&':
    case 'and':
      return truth(left) === false ? left : right;
    case '%':
      if (typeof left === 'string') return language === 'python' ? formatted(left, right) : UNKNOWN;
      break;
    case '/':
      // Paths of `pathlib`.
      if (typeof left === 'string' && typeof right === 'string' && language === 'python')
        return pathOf([left, right]);
      break;
    case '*':
      if (typeof left === 'string' && typeof right === 'number' && Number.isInteger(right))
        return repeated(left, right);
      if (
        left instanceof List &&
        typeof right === 'number' &&
        Number.isInteger(right) &&
        left.items.length * right < MAX_ITEMS
      )
        return left.items.length === 0
          ? new List([])
          : new List(Array.from({ length: Math.max(0, right) }, () => left.items).flat());
      break;
    case 'in':
    case 'not':
    case 'is':
    case 'instanceof':
      return UNKNOWN;
    default:
  }
  if (/^[=!<>]/.test(sign) && !/^(?:<<|>>)/.test(sign)) return compared(sign, left, right);
  const [a, b] = [numberOf(left, language), numberOf(right, language)];
  if (a === undefined || b === undefined)
    return left === UNFOLLOWED || right === UNFOLLOWED ? UNFOLLOWED : UNKNOWN;
  return counted(sign, a, b) ?? UNKNOWN;
}

/** A number; in Python what one character of bytes is. */
function numberOf(value: Value, language: WorkedLanguage): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (typeof value !== 'string' || hasHole(value)) return undefined;
  if (language === 'python') return value.length === 1 ? value.charCodeAt(0) : undefined;
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}

function counted(sign: string, a: number, b: number): number | undefined {
  switch (sign) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '%':
      return a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '>>>':
      return a >>> b;
    default:
      return undefined;
  }
}

function compared(sign: string, left: Value, right: Value): Value {
  const isPlain = (value: Value): value is string | number | boolean | null =>
    value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
  if (!isPlain(left) || !isPlain(right) || hasHole(shown(left)) || hasHole(shown(right))) return UNKNOWN;
  switch (sign) {
    case '==':
    case '===':
      return left === right;
    case '!=':
    case '!==':
      return left !== right;
    default:
  }
  if (typeof left !== typeof right || left === null || right === null) return UNKNOWN;
  if (sign === '<') return left < right;
  if (sign === '>') return left > right;
  return sign === '<=' ? left <= right : left >= right;
}
