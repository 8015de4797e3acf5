import { quote } from '../../explain/program-text/call-arguments.ts';
import { concat, type Value } from './value.ts';

const MAX_WORDS = 200;
const MAX_COMMAND = 64 * 1024;

/** The command line that words come to, lists taken apart; what is not known stays a variable. Undefined where nothing is known. */
export function commandOf(values: readonly Value[]): string | undefined {
  const words = values.flatMap((value) => value.items ?? [value]).slice(0, MAX_WORDS);
  if (!words.some(({ pieces }) => pieces.some((piece) => typeof piece === 'string' && piece.trim() !== '')))
    return undefined;
  const texts = words.map(({ pieces }) =>
    pieces.map((piece) => (typeof piece === 'string' ? piece : '$unknown')).join(''),
  );
  const text = texts.length === 1 ? (texts[0] ?? '') : texts.map(quote).join(' ');
  return text.length > MAX_COMMAND ? undefined : text;
}

/** What is written in several pieces to what reads it as one text. */
export function inOne(values: readonly Value[]): string | undefined {
  return commandOf([concat(values)]);
}
