import type { ParameterOperation, Word } from 'unbash';
import { applyOperation } from '../../explain/start-chain/shell/parameter-operations.ts';

const MAX_VALUE = 64 * 1024;

/**
 * What `${NAME…}` comes to for a known value: slices, removed ends, replacements of plain text and changes of case.
 * The value as it is where the operation is not understood.
 */
export function parameterValue(
  operation: ParameterOperation | undefined,
  value: string,
  textOf: (word: Word) => string,
): string {
  switch (operation?.type) {
    case 'Remove':
    case 'Slice':
      return applyOperation(operation, value, textOf) ?? value;
    case 'CaseModification': {
      const change = (text: string): string =>
        operation.operator.startsWith('^') ? text.toUpperCase() : text.toLowerCase();
      return operation.operator.length === 2 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
    }
    case 'Replace': {
      if (/[*?[\]]/.test(operation.pattern.value)) return value;
      const pattern = textOf(operation.pattern);
      if (pattern === '') return value;
      const to = textOf(operation.replacement);
      const text =
        operation.operator === '//' ? value.replaceAll(pattern, () => to) : value.replace(pattern, () => to);
      return text.slice(0, MAX_VALUE);
    }
    default:
      return value;
  }
}

/** The words of `{a,b,c}`; undefined for what nests or counts. */
export function braceWords(text: string): readonly string[] | undefined {
  const list = /^\{([^{}]{1,4000})\}$/.exec(text)?.[1];
  if (list === undefined || !list.includes(',') || /["'$`\\]/.test(list)) return undefined;
  return list.split(',');
}
