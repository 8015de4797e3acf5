import { visible } from '../base/visible.ts';
import { type Command, GROUP_SUMMARIES, type OperandSpec } from './commands/command.ts';
import { commandsOfGroup, commandWords } from './commands/find-command.ts';
import { OPTION_GROUPS, type OptionSpec } from './options/option-spec.ts';
import { COMMON_OPTIONS } from './options.ts';

const EXIT_CODES: readonly (readonly [code: string, what: string])[] = [
  ['0', 'checked, and under --fail-on'],
  ['1', 'a verdict is at or above --fail-on'],
  ['2', 'the command line, a file of yours or an output file is wrong'],
  ['3', 'an image could not be had, or not be read at all'],
  ['4', 'not everything could be read, with --strict'],
  ['130', 'interrupted'],
];

const PLAIN_EXIT_CODES = [
  ['0', 'done'],
  ['2', 'the command line or a file of yours is wrong'],
] as const;

/** Those of a check for what decides about images, else what the command says itself. */
export function exitCodesOf({ exitCodes, group }: Command): readonly (readonly [string, string])[] {
  return exitCodes ?? (group === 'Images' ? EXIT_CODES : PLAIN_EXIT_CODES);
}

type Row = readonly [left: string, right: string];

/**
 * What `clearpull --help` prints, at most `columns` wide: what a newcomer needs, on about one screen, and where the
 * rest is told.
 */
export function overview(commands: readonly Command[], version: string, columns: number): string {
  const page = pageOf(columns);
  const first = commands[0] as Command;
  const images = commands.filter(({ group }) => group === 'Images').map(summaryRow);
  const others = otherRows(commands);
  const commandRows = [...images, ...others];
  return page.join([
    page.text(
      `clearpull ${version}: see what a container image is, what built it, what it does at start and what is ` +
        'hidden in it, before it runs. Nothing in it is ever run.',
    ),
    page.section('Examples', page.rows(first.examples.slice(0, 4), 48)),
    page.section('Images', page.rows(images, LEFT, commandRows)),
    page.section('Everything else', page.rows(others, LEFT, commandRows)),
    page.section('Options of check that are used most', page.rows(mostUsed(first).map(optionRow))),
    page.section('More', page.rows(MORE, LEFT, MORE)),
  ]);
}

/** Flags of `check` that the overview tells of. */
const MOST_USED: readonly string[] = [
  '--platform',
  '--fail-on',
  '--policy',
  '--format',
  '--output',
  '--offline',
];

function mostUsed({ options }: Command): readonly OptionSpec[] {
  return options.filter(({ flag }) => MOST_USED.includes(flag));
}

const MORE: readonly Row[] = [
  ['clearpull help check', 'every option of a check, exit codes'],
  ['clearpull help COMMAND', 'the same of another command'],
  ['clearpull help config show', 'options as variables and in files'],
];

function summaryRow(command: Command): Row {
  return [usage(command), command.summary];
}

/** The commands that are not about images; those that begin with the same word share a row. */
function otherRows(commands: readonly Command[]): readonly Row[] {
  const others = commands.filter(({ group }) => group !== 'Images');
  return commandWords(others).flatMap((word) => {
    const about = GROUP_SUMMARIES[word];
    if (about === undefined)
      return others.filter(({ name }) => name.split(' ', 1)[0] === word).map(summaryRow);
    const own = commandsOfGroup(others, word).map(({ name }) => name.slice(word.length + 1));
    return [[word, `${own.join(', ')}: ${about}`] as const];
  });
}

/** What `clearpull COMMAND --help` prints. */
export function commandHelp(command: Command, columns: number): string {
  const page = pageOf(columns);
  return page.join([
    page.text(`clearpull ${usage(command)} [OPTIONS]: ${command.summary}`),
    page.section('Examples', page.rows(command.examples, 48)),
    ...(command.about ?? []).map((text) => page.text(text)),
    ...(command.operands?.length
      ? [page.section('Arguments', page.rows(command.operands.map((one) => [operand(one), one.help])))]
      : []),
    ...optionSections(command, page),
    page.section('Exit codes', page.rows(exitCodesOf(command), 8)),
  ]);
}

/** What `clearpull help cache` prints: the commands that begin with that word. */
export function groupHelp(word: string, commands: readonly Command[], columns: number): string {
  const page = pageOf(columns);
  return page.join([
    page.section(
      `clearpull ${visible(word)}${GROUP_SUMMARIES[word] === undefined ? '' : `: ${GROUP_SUMMARIES[word]}`}`,
      page.rows(commands.map(summaryRow)),
    ),
    page.section(
      'Examples',
      page.rows(
        commands.flatMap(({ examples }) => examples),
        48,
      ),
    ),
    page.text(`More about one: clearpull help ${commands[0]?.name}`),
  ]);
}

/** `check IMAGE…`. */
export function usage(command: Command): string {
  return [command.name, ...(command.operands ?? []).map(operand)].join(' ');
}

function operand({ name, many, optional }: OperandSpec): string {
  const text = many ? `${name}…` : name;
  return optional ? `[${text}]` : text;
}

/** A command's own options by group; those that every command takes come last, unless it is about images. */
function optionSections({ options, group }: Command, page: Page): readonly string[] {
  const all = options.map(optionRow);
  const isCommon = (option: OptionSpec): boolean => group !== 'Images' && COMMON_OPTIONS.includes(option);
  const section = (title: string, own: readonly OptionSpec[]): readonly string[] =>
    own.length === 0 ? [] : [page.section(title, page.rows(own.map(optionRow), LEFT, all))];
  return [
    ...OPTION_GROUPS.flatMap((title) =>
      section(
        title,
        options.filter((option) => option.group === title && !isCommon(option)),
      ),
    ),
    ...section('As every command', options.filter(isCommon)),
  ];
}

function optionRow(option: OptionSpec): Row {
  const value = option.value === undefined ? '' : ` ${option.value}`;
  const left = `${option.short === undefined ? '    ' : `${option.short}, `}${option.flag}${value}`;
  const preset = defaultOf(option);
  return [left, preset === undefined ? option.help : `${option.help} (default: ${preset})`];
}

/** The default in words; undefined where there is none worth a word. */
export function defaultOf(option: OptionSpec): string | undefined {
  const preset = option.defaultText ?? (typeof option.default === 'boolean' ? undefined : option.default);
  return preset === undefined ? undefined : String(preset);
}

interface Page {
  text(text: string, indent?: number): string;
  /** Two columns; the left one is as wide as the rows of `all` need, at most `most`. */
  rows(pairs: readonly Row[], most?: number, all?: readonly Row[]): readonly string[];
  section(title: string, lines: readonly string[]): string;
  join(parts: readonly string[]): string;
}

const LEFT = 32;

/** A right column narrower than this is hard to read: texts stand below what they are about then, this far in. */
const NARROW = 30;
const BELOW = 10;

/** Pages are 40 to 80 columns wide; the left column of a narrow one is narrower. */
function pageOf(columns: number): Page {
  const width = Math.max(40, Math.min(80, columns));
  return {
    text: (text, indent = 0) => wrapped(text, indent, width).join('\n'),
    rows: (pairs, most = LEFT, all = pairs) => {
      const widest = Math.max(0, ...all.map(([left]) => left.length)) + 4;
      const column = Math.min(widest, most, Math.floor(width * 0.6));
      const left = width - column < NARROW ? BELOW : column;
      return pairs.flatMap((pair) => row(pair, left, width, left !== column));
    },
    section: (title, lines) => [title, ...lines].join('\n'),
    join: (parts) => `${parts.join('\n\n')}\n`,
  };
}

function row([name, text]: Row, left: number, width: number, below: boolean): readonly string[] {
  const lines = wrapped(text, left, width);
  const first = `  ${name}`;
  if (!below && first.length + 1 < left)
    return [first.padEnd(left) + (lines[0] ?? '').trimStart(), ...lines.slice(1)];
  // What is wider than the column stands on a line of its own, broken where it is wider than the page.
  return [...(first.length <= width ? [first] : wrapped(name, 2, width)), ...lines];
}

function wrapped(text: string, indent: number, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => ' '.repeat(indent) + one);
}
