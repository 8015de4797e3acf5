import type { Instruction } from './explanation.ts';
import { splitAtOperators } from './history/shell-text.ts';
import { visible } from './printable.ts';

/** A RUN longer than this is broken at its operators. */
const WIDTH = 80;

/**
 * An instruction as a Dockerfile would write it, for reading: a long RUN on several lines, broken at its
 * operators, each line but the last ending in a backslash. Every line is safe to print.
 */
export function layOut(
  instruction: Pick<Instruction, 'text' | 'keyword' | 'source'>,
  width = WIDTH,
): readonly string[] {
  const text = visible(instruction.text);
  if (instruction.keyword !== 'RUN' || text.length <= width) return [text];
  const lines = instruction.source?.created_by?.includes('\n') ? text.split(/(?<=\\n)/) : [text];
  const pieces = lines.flatMap((line) => (line.startsWith('RUN [') ? [line] : splitAtOperators(line)));
  return pieces.map(
    (piece, index) => `${index === 0 ? '' : '    '}${piece}${index < pieces.length - 1 ? ' \\' : ''}`,
  );
}
