import type { ParameterOperation, Word } from 'unbash';
import { matchesPattern } from './pattern.ts';

/** Characters of a value that pattern removal looks at. */
const MAX = 512;

/**
 * What `${NAME…}` comes to. `value` undefined: the parameter is not set. Undefined as a result: not known.
 * `:-` and the like (POSIX 2.6.2); removal of a prefix or suffix; a slice with literal numbers.
 */
export function applyOperation(
  operation: ParameterOperation,
  value: string | undefined,
  wordValue: (word: Word, asPattern: boolean) => string | undefined,
): string | undefined {
  switch (operation.type) {
    case 'Default': {
      const colon = operation.operator.startsWith(':');
      const present = value !== undefined && !(colon && value === '');
      const kind = operation.operator.at(-1);
      if (kind === '+') return present ? wordValue(operation.operand, false) : '';
      if (kind === '?') return present ? value : undefined;
      return present ? value : wordValue(operation.operand, false);
    }
    case 'Remove': {
      const pattern = wordValue(operation.operand, true);
      if (value === undefined || pattern === undefined || value.length > MAX) return undefined;
      return removePattern(value, pattern, operation.operator);
    }
    case 'Slice': {
      const offset = Number(operation.offset.value);
      const length = operation.length === undefined ? undefined : Number(operation.length.value);
      if (value === undefined || !Number.isInteger(offset) || offset < 0) return undefined;
      if (length === undefined) return value.slice(offset);
      return Number.isInteger(length) && length >= 0 ? value.slice(offset, offset + length) : undefined;
    }
    default:
      return undefined;
  }
}

function removePattern(
  value: string,
  pattern: string,
  operator: '#' | '##' | '%' | '%%',
): string | undefined {
  const prefix = operator.startsWith('#');
  const longest = operator.length === 2;
  for (let step = 0; step <= value.length; step++) {
    const length = longest ? value.length - step : step;
    const part = prefix ? value.slice(0, length) : value.slice(value.length - length);
    const matches = matchesPattern(pattern, part);
    if (matches === undefined) return undefined;
    if (matches) return prefix ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}
