import { didYouMean } from '../../base/did-you-mean.ts';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import type { Command } from './command.ts';

export function commandNamed(commands: readonly Command[], name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

/** `cache` → `cache df`, `cache prune` …; empty for a word that is no group. */
export function commandsOfGroup(commands: readonly Command[], word: string): readonly Command[] {
  return commands.filter((command) => command.name.startsWith(`${word} `));
}

/** The words that a command line can begin with. */
export function commandWords(commands: readonly Command[]): readonly string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ', 1)[0] as string))];
}

/** Every option that some command takes and that a variable or a file can set, once. */
export function configurableOptions(commands: readonly Command[]): readonly OptionSpec[] {
  const options = commands.flatMap((command) => command.options).filter(({ env }) => env !== false);
  return [...new Map(options.map((option) => [option.name, option])).values()];
}

/** The command that does what other programs call so; undefined where there is none. */
export function commandCalled(commands: readonly Command[], word: string): Command | undefined {
  return commands.find(({ elsewhere }) => elsewhere?.includes(word));
}

/** `usage`, with the command that may have been meant; `otherwise` is said where none is near. */
export function unknownCommand(
  typed: string,
  known: readonly string[],
  otherwise = 'All commands: clearpull help',
): ClearpullError {
  const meant = didYouMean(typed, known);
  return noCommand(typed, meant === undefined ? otherwise : `Did you mean "${meant}"?`);
}

export function noCommand(typed: string, hint: string): ClearpullError {
  return new ClearpullError('usage', `There is no command "${visible(typed)}".`, { hint: visible(hint) });
}
