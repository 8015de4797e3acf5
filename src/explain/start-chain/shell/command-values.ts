import type { Command, CommandExpansionPart, Statement } from 'unbash';
import { baseName } from '../../../base/base-name.ts';
import type { RunConfig } from '../../../image/config.ts';
import { absolutePath, directory, type Lookup, lookUpProgram } from '../../path-lookup.ts';
import { hasHole } from './holes.ts';
import { listedFiles } from './listed-files.ts';
import { variable } from './scope.ts';
import type { WordContext } from './word-context.ts';
import { expandWord, wordValue } from './words.ts';

const MAX_SUBSTITUTION = 300;

/**
 * What a few commands print whose output follows from the image alone: `$(dirname "$0")`, `$(basename …)`,
 * `$(cd … && pwd)`,
 * `$(readlink -f …)`, `$(uname)`, `$(which …)`, `$(command -v …)`, `$(id -u)`, `$(pwd)`, `$(find …)`, `$(ls …)`, `$(echo …)`. Undefined for others.
 */
export function substitutedText(part: CommandExpansionPart, context: WordContext): string | undefined {
  // Each level inside is parsed on its own: long or deeply nested text is not worth it.
  if (part.end - part.pos > MAX_SUBSTITUTION) return undefined;
  const commands = insideSubshell(part.script?.commands);
  const folder = folderEntered(commands, context);
  if (folder !== undefined) return folder;
  const only = commands?.length === 1 ? commands[0]?.command : undefined;
  if (only?.type !== 'Command' || only.name === undefined || only.prefix.length > 0) return undefined;
  const words = plainWords(only, context);
  if (words === undefined) return undefined;
  const [name = '', ...args] = words;
  const last = args.at(-1) ?? '';
  switch (name) {
    case 'dirname':
      return args.length === 1 ? directory(last) : undefined;
    case 'basename':
      return args.length === 1 ? baseName(last) : undefined;
    case 'pwd':
      return context.scope.lost ? undefined : context.scope.cwd;
    case 'uname':
      return args.length === 0 || last === '-s' ? 'Linux' : undefined;
    case 'id':
      return args.length === 1 && last === '-u' ? userId(context.config) : undefined;
    case 'readlink':
    case 'realpath':
    case 'which':
    case 'type':
    case 'command': {
      if (args.some((arg) => arg.startsWith('-') && !/^-[fevpP]$/.test(arg))) return undefined;
      const byPath = name === 'readlink' || name === 'realpath';
      const found = programNamed(byPath && !last.includes('/') ? `./${last}` : last, context);
      if (found?.kind !== 'found') return undefined;
      return byPath ? `/${found.node.path}` : found.at;
    }
    case 'echo':
      return args.some((arg) => arg.startsWith('-') || arg.includes('\\')) ? undefined : args.join(' ');
    case 'find':
    case 'ls':
      return context.listsFiles === true
        ? listedFiles(words, { chain: context, cwd: context.scope.cwd })?.join('\n')
        : undefined;
    default:
      return undefined;
  }
}

/** What a name leads to by PATH; undefined where PATH is not known. */
export function programNamed(name: string, { scope, tree }: WordContext): Lookup | undefined {
  const path = variable(scope, 'PATH');
  if (path === null || (path !== undefined && hasHole(path))) return undefined;
  return lookUpProgram(tree, name, { cwd: scope.cwd, ...(path === undefined ? {} : { path }) });
}

/** `$( (cd DIR && pwd) )` is that without the second pair. */
function insideSubshell(commands: readonly Statement[] | undefined): readonly Statement[] | undefined {
  const only = commands?.length === 1 ? commands[0]?.command : undefined;
  return only?.type === 'Subshell' ? only.body.commands : commands;
}

/** `$(cd DIR && pwd)`, `$(cd DIR >/dev/null; pwd -P)`: the folder, where the image has it. */
function folderEntered(commands: readonly Statement[] | undefined, context: WordContext): string | undefined {
  const [first, second, ...more] = commands ?? [];
  const nodes =
    first?.command.type === 'AndOr' && second === undefined && first.command.operators.join('') === '&&'
      ? first.command.commands
      : second === undefined || more.length > 0
        ? []
        : [first?.command, second.command];
  const [enter, print] = nodes;
  if (enter?.type !== 'Command' || print?.type !== 'Command') return undefined;
  const [cd, ...operands] = plainWords(enter, context) ?? [];
  const folder = operands.filter((word) => word !== '--' && word !== '-P').join(' ');
  if (cd !== 'cd' || !printsFolder(print, context) || folder === '') return undefined;
  if (context.scope.lost && !folder.startsWith('/')) return undefined;
  const found = context.tree.resolve(absolutePath(folder, context.scope.cwd).slice(1));
  return found.kind === 'found' && found.node.entry.kind === 'directory' ? `/${found.node.path}` : undefined;
}

/** `pwd`, `pwd -P`, `echo "$PWD"`, `printf '%s\n' "$PWD"`. */
function printsFolder({ name, args }: Command, context: WordContext): boolean {
  if (name?.value === 'pwd') return true;
  const last = args.at(-1)?.text;
  if (last !== '"$PWD"' && last !== '$PWD') return false;
  if (name?.value === 'echo') return args.length === 1;
  const form = args[0]?.type === 'Word' ? wordValue(args[0], context) : undefined;
  return name?.value === 'printf' && args.length === 2 && /^%s(?:\\n)?$/.test(form ?? '');
}

/** The words of a command where all are known and it has no redirections but to nowhere. */
export function plainWords(command: Command, context: WordContext): string[] | undefined {
  const words: string[] = [];
  for (const item of [command.name, ...command.suffix]) {
    if (item === undefined) continue;
    if (item.type === 'Redirect') {
      if (item.target?.value !== '/dev/null' && item.operator !== '>&') return undefined;
      continue;
    }
    if (item.type !== 'Word') return undefined;
    for (const argument of expandWord(item, context)) {
      if (argument.value === undefined) return undefined;
      words.push(argument.value);
    }
  }
  return words;
}

/** The user that the configuration starts the container as; only numbers and root need no passwd file. */
function userId(config: RunConfig): string | undefined {
  const user = (config.User ?? '').split(':')[0] ?? '';
  if (user === '' || user === 'root') return '0';
  return /^\d+$/.test(user) ? user : undefined;
}
