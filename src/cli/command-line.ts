import { Command, CommanderError, Option } from 'commander';
import { didYouMean } from '../base/did-you-mean.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { CHECK_OPTIONS, type OptionSpec } from './options.ts';

export type Invocation =
  | { readonly command: 'help' }
  | { readonly command: 'version'; readonly format: 'text' | 'json' }
  | { readonly command: 'limits'; readonly format: 'text' | 'json' }
  | {
      readonly command: 'check';
      readonly targets: readonly string[];
      readonly flags: Record<string, unknown>;
    };

const COMMANDS = ['check', 'limits', 'version', 'help'] as const;

/**
 * What the arguments (without node and script) ask for. `check` may be left out. Throws `usage`, with "did
 * you mean" where something near exists.
 */
export function parseCommandLine(argv: readonly string[]): Invocation {
  const at = commandIndex(argv);
  const word = at === -1 ? undefined : argv[at];
  const rest = argv.filter((_, i) => i !== at);
  if (asksFor(argv, '-h', '--help') || word === 'help') return { command: 'help' };
  if (asksFor(argv, '-V', '--version')) return { command: 'version', format: 'text' };
  if (word === 'version' || word === 'limits') return parseInformation(word, rest);
  if (word !== 'check') rejectMistypedCommand(argv);
  return parseCheck(word === 'check' ? rest : argv);
}

/** Index of the first argument that is neither an option nor an option's value, if it is a command. */
function commandIndex(argv: readonly string[]): number {
  const index = firstOperand(argv);
  return (COMMANDS as readonly (string | undefined)[]).includes(argv[index]) ? index : -1;
}

function firstOperand(argv: readonly string[]): number {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === '--') return i + 1;
    if (!word.startsWith('-') || word === '-') return i;
    const takesValue = CHECK_OPTIONS.some(
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

/** `clearpull chekc app:1` would otherwise look for an image of the name chekc. */
function rejectMistypedCommand(argv: readonly string[]): void {
  const index = firstOperand(argv);
  const word = argv[index];
  if (word === undefined || argv.includes('--') || !/^[a-z]+$/.test(word)) return;
  const meant = didYouMean(word, COMMANDS);
  if (meant === undefined) return;
  throw new ClearpullError('usage', `There is no command "${word}".`, {
    hint: `Did you mean "${meant}"? An image of that name is checked with: clearpull check ${word}`,
  });
}

function parseInformation(word: 'version' | 'limits', rest: readonly string[]): Invocation {
  const command = quietCommand(word).addOption(
    new Option('-f, --format <FORMAT>').choices(['text', 'json']).default('text'),
  );
  run(command, rest);
  return { command: word, format: command.opts<{ format: 'text' | 'json' }>().format };
}

function parseCheck(rest: readonly string[]): Invocation {
  const command = quietCommand('check').argument('[images...]');
  for (const option of CHECK_OPTIONS) command.addOption(commanderOption(option));
  run(command, rest);
  if (command.args.length === 0) {
    throw new ClearpullError('usage', 'No image is named.', {
      hint: 'For instance: clearpull debian:12. All there is: clearpull --help',
    });
  }
  // Commander presets `--no-…` options to true; only what was typed counts here.
  const typed = Object.entries(command.opts()).filter(
    ([name]) => command.getOptionValueSource(name) === 'cli',
  );
  return { command: 'check', targets: command.args, flags: Object.fromEntries(typed) };
}

function quietCommand(name: string): Command {
  return new Command(name)
    .exitOverride()
    .helpOption(false)
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
    .allowExcessArguments(name === 'check');
}

function commanderOption({ name, short, flag, value, type }: OptionSpec): Option {
  const flags = [short, value === undefined ? flag : `${flag} <${value}>`].filter(Boolean).join(', ');
  const option = new Option(flags);
  // Defaults and variables are `settings.ts`'s affair: here only what was typed counts.
  option.attributeName = () => name;
  if (type === 'list')
    option.argParser((one: string, before: readonly string[] | undefined) => [...(before ?? []), one]);
  return option;
}

function run(command: Command, args: readonly string[]): void {
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const [what = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
    throw new ClearpullError('usage', visible(`${what.charAt(0).toUpperCase()}${what.slice(1)}.`), {
      hint:
        suggestion === undefined
          ? 'All options: clearpull --help'
          : visible(suggestion.replace(/^\(|\)$/g, '')),
    });
  }
}
