import type { ShellCommand } from './model.ts';
import { staticOutput } from './static-output.ts';

/** What a command other than an assignment sets variables to, where its words say so: `printf -v`, `read`, `set --`. */
export function variablesSetBy(command: ShellCommand): ReadonlyMap<string, string> {
  const args = command.args.map((arg) => arg.text);
  switch (command.name) {
    case 'printf':
      return printed(command, args);
    case 'read':
      return read(command, args);
    case 'set':
      return positional(command, args);
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

function read(command: ShellCommand, args: readonly string[]): ReadonlyMap<string, string> {
  const line = command.redirects.find(({ body }) => body !== undefined)?.body?.split('\n', 1)[0];
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

/** Only words that are known: `set -- nginx "$@"` says nothing of the rest. */
function positional(command: ShellCommand, args: readonly string[]): ReadonlyMap<string, string> {
  if (args[0] !== '--') return new Map();
  const known = command.args.slice(1).findIndex(({ text, inner }) => inner.length > 0 || /[$`]/.test(text));
  const words = args.slice(1, known < 0 ? 10 : Math.min(10, known + 1));
  return new Map(words.map((word, index) => [String(index + 1), word]));
}
