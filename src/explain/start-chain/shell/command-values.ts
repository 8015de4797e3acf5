import type { Command, CommandExpansionPart } from 'unbash';
import type { RunConfig } from '../../../image/config.ts';
import { lookUpProgram } from '../../path-lookup.ts';
import { variable } from './scope.ts';
import { expandWord, type WordContext } from './words.ts';

const MAX_SUBSTITUTION = 300;

/**
 * What a few commands print whose output follows from the image alone: `$(dirname "$0")`, `$(basename …)`,
 * `$(readlink -f …)`, `$(which …)`, `$(command -v …)`, `$(id -u)`, `$(pwd)`, `$(echo …)`. Undefined for others.
 */
export function substitutedText(part: CommandExpansionPart, context: WordContext): string | undefined {
  // Each level inside is parsed on its own: long or deeply nested text is not worth it.
  if (part.end - part.pos > MAX_SUBSTITUTION) return undefined;
  const commands = part.script?.commands;
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
      return args.length === 1 ? last.slice(last.lastIndexOf('/') + 1) : undefined;
    case 'pwd':
      return context.scope.cwd;
    case 'id':
      return args.length === 1 && last === '-u' ? userId(context.config) : undefined;
    case 'readlink':
    case 'realpath':
    case 'which':
    case 'command': {
      if (args.some((arg) => arg.startsWith('-') && !/^-[fev]$/.test(arg))) return undefined;
      const path = variable(context.scope, 'PATH');
      if (path === null) return undefined;
      const byPath = name === 'readlink' || name === 'realpath';
      const wanted = byPath && !last.includes('/') ? `./${last}` : last;
      const found = lookUpProgram(context.tree, wanted, {
        cwd: context.scope.cwd,
        ...(path === undefined ? {} : { path }),
      });
      if (found.kind !== 'found') return undefined;
      return byPath ? `/${found.node.path}` : found.at;
    }
    case 'echo':
      return args.some((arg) => arg.startsWith('-') || arg.includes('\\')) ? undefined : args.join(' ');
    default:
      return undefined;
  }
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

function directory(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return '.';
  return slash === 0 ? '/' : path.slice(0, slash);
}
