import type { Command } from '../commands/command.ts';
import { commandNamed, commandsOfGroup, commandWords } from '../commands/find-command.ts';
import type { OptionSpec } from '../options/option-spec.ts';

/** What can stand in some place: words of a list, files, folders, or anything. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'nothing' };

export interface CompletedOption {
  /** `--fail-on`, and the letter's `-f`, if it has one. */
  readonly flags: readonly string[];
  readonly help: string;
  /** Undefined for a switch. */
  readonly value: Offer | undefined;
}

export interface CompletedCommand {
  /** One word or two. */
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly operands: Offer;
}

/** What the three shells are told, each in its own language. */
export interface CompletionModel {
  readonly commands: readonly CompletedCommand[];
  /** Words that a command line can begin with, each with what it does. */
  readonly words: readonly (readonly [word: string, summary: string])[];
  /** Words that another has to follow, with those others. */
  readonly groups: readonly (readonly [word: string, next: readonly (readonly [string, string])[]])[];
  /** Commands of two words whose first is a command by itself: `trace doctor`. */
  readonly longer: readonly string[];
  /** The command that is meant where none is named. */
  readonly first: CompletedCommand;
  /** Every flag that takes a value. */
  readonly valueFlags: readonly string[];
}

export async function completionModel(commands: readonly Command[]): Promise<CompletionModel> {
  const completed = await Promise.all(commands.map((command) => commandOf(command, commandWords(commands))));
  const groups = commandWords(commands).flatMap((word) => {
    // `trace` stands alone, too: it is completed as the command that it is.
    if (commandNamed(commands, word) !== undefined) return [];
    const own = commandsOfGroup(commands, word);
    const next = own.map(({ name, summary }) => [name.slice(word.length + 1), summary] as const);
    return own.length === 0 ? [] : [[word, next] as const];
  });
  const summaryOf = (word: string): string =>
    commands.find(({ name }) => name === word)?.summary ??
    groups
      .find(([group]) => group === word)?.[1]
      .map(([next]) => next)
      .join(', ') ??
    '';
  const options = completed.flatMap((command) => command.options);
  return {
    commands: completed,
    words: commandWords(commands).map((word) => [word, summaryOf(word)]),
    groups,
    longer: commands.map(({ name }) => name).filter((name) => isLonger(name, commands)),
    first: completed[0] as CompletedCommand,
    valueFlags: [...new Set(options.flatMap(({ flags, value }) => (value === undefined ? [] : flags)))],
  };
}

function isLonger(name: string, commands: readonly Command[]): boolean {
  const [word = '', next] = name.split(' ');
  return next !== undefined && commandNamed(commands, word) !== undefined;
}

async function commandOf(
  { name, summary, options, operands }: Command,
  words: readonly string[],
): Promise<CompletedCommand> {
  const [operand] = operands ?? [];
  const help = { flags: ['--help', '-h'], help: 'explain the command', value: undefined };
  return {
    name,
    summary,
    options: [...options.map(optionOf), help],
    operands:
      operand?.name === 'COMMAND'
        ? { kind: 'words', words }
        : operand?.choices !== undefined
          ? { kind: 'words', words: await operand.choices() }
          : { kind: operand?.files ? 'files' : 'nothing' },
  };
}

function optionOf({ short, flag, help, value, choices }: OptionSpec): CompletedOption {
  return {
    flags: [flag, ...(short === undefined ? [] : [short])],
    help,
    value: value === undefined ? undefined : offerOf(value, choices),
  };
}

function offerOf(value: string, choices: readonly string[] | undefined): Offer {
  if (choices !== undefined) return { kind: 'words', words: choices };
  if (value.includes('FOLDER')) return { kind: 'folders' };
  return { kind: value.includes('FILE') ? 'files' : 'nothing' };
}
