import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { OperandSpec } from './commands/command.ts';

/** What is said of an operand that is none of those that there are. */
export function noSuch(
  { name, help, listedBy }: Pick<OperandSpec, 'name' | 'help' | 'listedBy'>,
  given: string,
  choices: readonly string[],
): ClearpullError {
  const below = choices.filter((choice) => choice.startsWith(`${given.replace(/\/$/, '')}/`)).slice(0, 10);
  const meant = didYouMean(given, choices);
  const otherwise = listedBy === undefined ? `${name}: ${help}.` : `"${listedBy}" lists them.`;
  const known = choices.length <= 10 ? `It is one of ${choices.join(', ')}.` : otherwise;
  return new ClearpullError('usage', `There is no ${name.toLowerCase()} "${visible(given)}".`, {
    hint:
      below.length > 0
        ? `Did you mean one of ${below.join(', ')}?`
        : meant === undefined
          ? known
          : `Did you mean "${meant}"?`,
  });
}
