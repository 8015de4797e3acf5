import type { Instruction } from '../explain/explanation.ts';
import { jsonList } from '../explain/source/canonical.ts';
import { commandLine } from './config-texts.ts';

/**
 * The command line of a RUN instruction: without the keyword, and without the build arguments and the shell of a row that was
 * not taken apart. Undefined for any other instruction.
 */
export function buildCommand({ keyword, text }: Pick<Instruction, 'keyword' | 'text'>): string | undefined {
  if (keyword !== 'RUN') return undefined;
  const command = text.replace(/^RUN\s+/, '').replace(/^(?:\|\d+\s+(?:[^\s=]+=\S*\s+)*)?\/bin\/sh -c\s+/, '');
  const words = jsonList(command);
  return words === undefined ? command : commandLine(words);
}
