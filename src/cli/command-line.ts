import { CommanderError, Option, Command as Parser } from 'commander';
import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Command } from './commands/command.ts';
import {
  commandCalled,
  commandNamed,
  commandsOfGroup,
  commandWords,
  noCommand,
  unknownCommand,
} from './commands/find-command.ts';
import type { OptionSpec } from './options/option-spec.ts';

export interface Invocation {
  readonly command: Command;
  readonly operands: readonly string[];
  /** What was typed, by option name; text, true for a switch, a list for a list. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** At least one. */
export type CommandList = readonly [Command, ...Command[]];

/**
 * What the arguments (without node and script) ask for. The first of `commands` is meant where none is named.
 * Throws `usage`, with "did you mean" where something near exists.
 */
export function parseCommandLine(argv: readonly string[], commands: CommandList): Invocation {
  const options = commands.flatMap((command) => command.options);
  const at = firstOperand(argv, options);
  const word = argv[at];
  const wanted = findCommand(argv, at, commands, options);
  const named = wanted?.command;
  const rest = wanted?.rest ?? argv;
  if (asksFor(argv, '-h', '--help')) return helpFor(wanted?.word, argv, commands);
  if (asksFor(argv, '-V', '--version')) return bare('version', commands);
  if (wanted !== undefined && named === undefined) throw incomplete(wanted.word, rest, commands, options);
  if (named === undefined && word !== undefined && !argv.includes('--')) rejectMistyped(word, commands);
  const command = named ?? commands[0];
  return { command, ...parse(command, rest) };
}

interface Wanted {
  /** The words that name it: `cache df`, or `cache` for a group alone. */
  readonly word: string;
  readonly command: Command | undefined;
  /** The arguments without those words. */
  readonly rest: readonly string[];
}

/** The command that the first operand names, or the first two; undefined when the first is no word of one. */
function findCommand(
  argv: readonly string[],
  at: number,
  commands: readonly Command[],
  options: readonly OptionSpec[],
): Wanted | undefined {
  const word = argv[at];
  if (word === undefined || argv[at - 1] === '--' || !commandWords(commands).includes(word)) return undefined;
  const rest = argv.toSpliced(at, 1);
  if (commandsOfGroup(commands, word).length === 0)
    return { word, command: commandNamed(commands, word), rest };
  const next = firstOperand(rest, options);
  const command = commandNamed(commands, `${word} ${rest[next]}`);
  // `trace doctor IMAGE` is a command, and so is `trace IMAGE`.
  return command === undefined
    ? { word, command: commandNamed(commands, word), rest }
    : { word: command.name, command, rest: rest.toSpliced(next, 1) };
}

/** Index of the first argument that is neither an option nor an option's value; the length when there is none. */
function firstOperand(argv: readonly string[], options: readonly OptionSpec[]): number {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === '--') return i + 1;
    if (!word.startsWith('-') || word === '-') return i;
    const takesValue = options.some(
      (option) => option.value !== undefined && (option.flag === word || option.short === word),
    );
    if (takesValue) i++;
  }
  return argv.length;
}

function asksFor(argv: readonly string[], ...names: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).some((word) => names.includes(word));
}

function helpFor(
  word: string | undefined,
  argv: readonly string[],
  commands: readonly Command[],
): Invocation {
  const operands = word === undefined || word === 'help' ? [] : word.split(' ');
  // Whatever else is wrong with the line, help is wanted.
  const columns = argv[argv.indexOf('--columns') + 1];
  const flags = argv.includes('--columns') && /^[1-9]\d{0,3}$/.test(columns ?? '') ? { columns } : {};
  return { ...bare('help', commands), operands, flags };
}

function bare(name: string, commands: readonly Command[]): Invocation {
  return { command: commandNamed(commands, name) as Command, operands: [], flags: {} };
}

/** `clearpull cache`, `clearpull cache dff`. */
function incomplete(
  word: string,
  rest: readonly string[],
  commands: readonly Command[],
  options: readonly OptionSpec[],
): ClearpullError {
  const typed = rest[firstOperand(rest, options)];
  const names = commandsOfGroup(commands, word).map(({ name }) => name);
  if (typed !== undefined)
    return unknownCommand(
      `${word} ${typed}`,
      names,
      `It takes: ${names.join(', ')}. More: clearpull help ${word}`,
    );
  return new ClearpullError('usage', `"clearpull ${word}" needs to be told what to do.`, {
    hint: `It takes: ${names.join(', ')}. More: clearpull help ${word}`,
  });
}

/** True for a word that is nearly a command's. Many images have one word for a name: docker is not doctor. */
export function isMistyped(word: string, words: readonly string[]): boolean {
  return /^[a-z]+$/.test(word) && didYouMean(word, words, word.length > 6 ? 2 : 1) !== undefined;
}

/** `clearpull chekc app:1` and `clearpull scan app:1` would otherwise look for an image of the name chekc or scan. */
function rejectMistyped(word: string, commands: readonly Command[]): void {
  const words = commandWords(commands);
  const meant = isMistyped(word, words) ? didYouMean(word, words) : commandCalled(commands, word)?.name;
  if (meant === undefined) return;
  throw noCommand(
    word,
    `Did you mean "${meant}"? An image of that name is checked with: clearpull check ${word}`,
  );
}

function parse(command: Command, args: readonly string[]): Omit<Invocation, 'command'> {
  const parser = new Parser(command.name)
    .exitOverride()
    .helpOption(false)
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
    .argument('[operands...]');
  for (const option of command.options) parser.addOption(parserOption(option));
  run(parser, args, command);
  checkOperands(command, parser.args);
  // Commander presets `--no-…` options to true; only what was typed counts here.
  const typed = Object.entries(parser.opts()).filter(([name]) => parser.getOptionValueSource(name) === 'cli');
  return { operands: parser.args, flags: Object.fromEntries(typed) };
}

function checkOperands(command: Command, given: readonly string[]): void {
  const specs = command.operands ?? [];
  const missing = specs.slice(given.length).find(({ optional }) => !optional);
  const example = command.examples[0]?.[0];
  const help = command.name === 'check' ? 'clearpull help' : `clearpull help ${command.name}`;
  const hint = `${example === undefined ? '' : `For instance: ${example}. `}More: ${help}`;
  if (missing !== undefined) {
    const what = missing.name === 'IMAGE' ? 'No image is named.' : `${missing.name} is missing.`;
    throw new ClearpullError('usage', what, { hint });
  }
  const extra = specs.at(-1)?.many ? undefined : given[specs.length];
  if (extra !== undefined) {
    throw new ClearpullError('usage', `"${visible(extra)}" is one argument too many.`, { hint });
  }
}

function parserOption({ name, short, flag, value, type }: OptionSpec): Option {
  const flags = [short, value === undefined ? flag : `${flag} <${value}>`].filter(Boolean).join(', ');
  const option = new Option(flags);
  // Defaults and variables are `settings.ts`'s affair: here only what was typed counts.
  option.attributeName = () => name;
  if (type === 'list')
    option.argParser((one: string, before: readonly string[] | undefined) => [...(before ?? []), one]);
  return option;
}

function run(parser: Parser, args: readonly string[], command: Command): void {
  try {
    parser.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { message, hint } = whatIsWrong(error, command);
    throw new ClearpullError('usage', visible(message), {
      hint: visible(hint ?? `All options: clearpull ${command.name} --help`),
    });
  }
}

/** In our words; what the parser suggests knows neither --help nor the values that options take. */
function whatIsWrong(
  error: CommanderError,
  { options }: Command,
): { readonly message: string; readonly hint?: string | undefined } {
  const [what = ''] = error.message.replace(/^error: /, '').split('\n');
  const option = options.find(({ flag, value }) => what.includes(`${flag} <${value}>' argument missing`));
  if (option !== undefined)
    return { message: `${option.flag} needs a value.`, hint: `It takes ${takes(option)}.` };
  const [, typed, given] = /^unknown option '(--[^=']+)(=)?/.exec(what) ?? [];
  const toggle =
    given === undefined ? undefined : options.find(({ flag, value }) => flag === typed && !value);
  if (toggle !== undefined)
    return { message: `${toggle.flag} takes no value.`, hint: 'It is on when it is given, else off.' };
  return {
    message: `${what.charAt(0).toUpperCase()}${what.slice(1)}.`,
    hint: typed === undefined ? undefined : meantOption(typed, options),
  };
}

function takes({ choices, value = '' }: OptionSpec): string {
  return choices === undefined ? value : `one of ${choices.join(', ')}`;
}

/** `--formt`, but also `--json` and `--no-color`, which other programs have. */
function meantOption(typed: string, options: readonly OptionSpec[]): string | undefined {
  const value = typed.slice(2);
  const chosen = options.find(({ choices }) => choices?.includes(value));
  if (chosen !== undefined) return `Did you mean ${chosen.flag} ${value}?`;
  const off = options.find(
    ({ flag, choices }) => choices?.includes('never') && value === `no-${flag.slice(2)}`,
  );
  if (off !== undefined) return `Did you mean ${off.flag} never?`;
  const meant = didYouMean(typed, [...options.map(({ flag }) => flag), '--help', '--version']);
  return meant && `Did you mean ${meant}?`;
}
