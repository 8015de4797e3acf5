import type { ShellCommand } from './model.ts';
import { MAX_VALUE } from './reader/bounds.ts';
import { descriptorFile } from './reader/descriptors.ts';
import { staticOutput } from './static-output/static-output.ts';

/** What a command other than an assignment sets variables to, where its words say so: `printf -v`, `read`, `set --`. */
export function variablesSetBy(
  command: ShellCommand,
  readFile: (path: string) => string | undefined,
  valueOf: (name: string) => string | undefined,
): ReadonlyMap<string, string> {
  const args = command.args.map((arg) => arg.text);
  switch (command.name) {
    case 'printf':
      return printed(command, args);
    case 'read':
      return read(command, args, readFile);
    case 'set':
      return positional(command, args);
    case 'declare':
    case 'typeset':
    case 'local':
      return referred(args, valueOf);
    default:
      return new Map();
  }
}

function printed(command: ShellCommand, args: readonly string[]): ReadonlyMap<string, string> {
  const name = args[0] === '-v' ? args[1] : undefined;
  if (name === undefined) return new Map();
  const output = staticOutput([{ ...command, args: command.args.slice(2) }], () => undefined);
  return output === undefined ? new Map() : new Map([[name, output.text]]);
}

/** What a command reads from its own redirection: a here-document, a file, or what `<(…)` prints. */
function inputOf(
  { args, redirects }: ShellCommand,
  readFile: (path: string) => string | undefined,
): string | undefined {
  const from = /(?:^|\s)-u\s?(\d{1,3})(?=\s|$)/.exec(args.map(({ text }) => text).join(' '))?.[1];
  if (from !== undefined) return readFile(descriptorFile(from));
  const told = redirects.find(({ body, operator }) => body !== undefined || operator === '<');
  return (
    told?.body ??
    told?.target.inner[0]?.output ??
    readFile(told === undefined ? descriptorFile('0') : told.target.text)
  );
}

const ARRAY_VALUED = /^-[dnOsuCc]$/;

/** The lines that `mapfile` reads, and the array that it puts them in. */
export function linesRead(
  command: ShellCommand,
  readFile: (path: string) => string | undefined,
): readonly [array: string, lines: readonly string[]] | undefined {
  const args = command.args.map((arg) => arg.text);
  if (command.name === 'read') return wordsRead(command, args, readFile);
  if (command.name !== 'mapfile' && command.name !== 'readarray') return undefined;
  const text = inputOf(command, readFile);
  const name = args.find((arg, at) => !arg.startsWith('-') && !ARRAY_VALUED.test(args[at - 1] ?? ''));
  if (text === undefined || text.length > MAX_VALUE) return undefined;
  return [name ?? 'MAPFILE', text.replace(/\n$/, '').split('\n')];
}

/** The words of a line, or of all lines, that `read -a` puts in an array. */
function wordsRead(
  command: ShellCommand,
  args: readonly string[],
  readFile: (path: string) => string | undefined,
): readonly [array: string, words: readonly string[]] | undefined {
  const at = args.findIndex((arg) => /^-\w{0,9}a$/.test(arg));
  const name = at < 0 ? undefined : args[at + 1];
  const text = name === undefined ? undefined : inputOf(command, readFile);
  if (name === undefined || text === undefined || text.length > MAX_VALUE) return undefined;
  const isWhole = args.some((arg) => /^-\w{0,9}d/.test(arg));
  return [
    name,
    isWhole ? text.replace(/\n$/, '').split('\n') : (text.split('\n', 1)[0] ?? '').trim().split(/\s+/),
  ];
}

function read(
  command: ShellCommand,
  args: readonly string[],
  readFile: (path: string) => string | undefined,
): ReadonlyMap<string, string> {
  const line = inputOf(command, readFile)?.split('\n', 1)[0];
  const names = args.filter(
    (arg, index) => !arg.startsWith('-') && !/^-\w*[adnNptu]$/.test(args[index - 1] ?? ''),
  );
  if (line === undefined || names.length === 0) return new Map();
  const words = line.trim().split(/\s+/);
  return new Map(
    names.map((name, index) => [
      name,
      index === names.length - 1 ? words.slice(index).join(' ') : (words[index] ?? ''),
    ]),
  );
}

/** `declare -n NAME=OTHER`: the one name stands for the other. */
function referred(
  args: readonly string[],
  valueOf: (name: string) => string | undefined,
): ReadonlyMap<string, string> {
  const [option, assigned = '', more] = args;
  const [, name, other] = /^(\w{1,100})=(\w{1,100})$/.exec(assigned) ?? [];
  if (option !== '-n' || name === undefined || other === undefined || more !== undefined) return new Map();
  const value = valueOf(other);
  return value === undefined ? new Map() : new Map([[name, value]]);
}

/** Only words that are known: `set -- nginx "$@"` says nothing of the rest. */
function positional(command: ShellCommand, args: readonly string[]): ReadonlyMap<string, string> {
  if (args[0] !== '--') return new Map();
  const known = command.args.slice(1).findIndex(({ text, inner }) => inner.length > 0 || /[$`]/.test(text));
  const words = args.slice(1, known < 0 ? undefined : known + 1);
  return new Map(words.map((word, index) => [String(index + 1), word]));
}
