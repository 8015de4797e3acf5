import type { ArithmeticExpression } from 'unbash';

const MAX_DEPTH = 50;

/**
 * What an arithmetic expression comes to (POSIX 2.6.4; bash, "Shell Arithmetic"); undefined where it assigns, or a part
 * of it is not known or too large to be exact.
 *
 * @param valueOf the value of a variable; undefined: not known. What is unset counts as 0 and is handed over as ''
 */
export function arithmetic(
  expression: ArithmeticExpression,
  valueOf: (name: string) => string | undefined,
  depth = 0,
): number | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const of = (inner: ArithmeticExpression): number | undefined => arithmetic(inner, valueOf, depth + 1);
  switch (expression.type) {
    case 'ArithmeticWord':
      return numberOf(expression.value, valueOf);
    case 'ArithmeticGroup':
      return of(expression.expression);
    case 'ArithmeticUnary': {
      const value = of(expression.operand);
      if (value === undefined) return undefined;
      if (expression.operator === '!') return Number(value === 0);
      return expression.operator === '-' ? -value : expression.operator === '+' ? value : undefined;
    }
    case 'ArithmeticTernary': {
      const test = of(expression.test);
      if (test === undefined) return undefined;
      return of(test === 0 ? expression.alternate : expression.consequent);
    }
    case 'ArithmeticBinary':
      return binary(expression.operator, of(expression.left), of(expression.right));
    default:
      return undefined;
  }
}

function numberOf(word: string, valueOf: (name: string) => string | undefined): number | undefined {
  const name = /^\$?\{?([A-Za-z_]\w*)\}?$/.exec(word)?.[1];
  const text = name === undefined ? word : valueOf(name);
  if (text === '') return 0;
  // A leading 0 would make it octal.
  return text !== undefined && /^(?:0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined;
}

function binary(operator: string, a: number | undefined, b: number | undefined): number | undefined {
  if (operator === '&&' && (a === 0 || b === 0)) return 0;
  if (a === undefined || b === undefined) return undefined;
  const value = OPERATORS[operator]?.(a, b);
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => Math.trunc(a / b),
  '%': (a, b) => a % b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  '&&': (a, b) => Number(a !== 0 && b !== 0),
  '||': (a, b) => Number(a !== 0 || b !== 0),
};
