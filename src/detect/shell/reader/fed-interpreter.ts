import { type Language, languageOfInterpreter } from '../../text/language.ts';
import type { ShellCommand } from '../model.ts';
import { descriptorFile, isStandardInput } from './descriptors.ts';
import { editsByInput } from './edited-files.ts';

/** The commands whose output ends up somewhere: without the shell, file or crontab at the end that takes it. */
export function producing(
  commands: readonly ShellCommand[],
  isMade: (path: string) => boolean,
): readonly ShellCommand[] {
  const last = commands.at(-1);
  if (last === undefined) return commands;
  const takes =
    interpreterFed(last) !== undefined || last.name === 'crontab' || last.name === 'at' || editsByInput(last);
  if (!takes) return commands;
  const body = last.redirects.find(
    ({ body: own, operator, target }) =>
      own !== undefined ||
      operator === '<&' ||
      (operator === '<' && (last.args.some(({ text }) => isStandardInput(text)) || isMade(target.text))),
  );
  // `exec < FILE`: it is what all that follows reads.
  const before = descriptorFile('0');
  if (body === undefined && commands.length === 1 && isMade(before)) {
    const target = { text: before, inner: [] };
    return [{ ...last, name: 'cat', program: 'cat', args: [], redirects: [{ operator: '<', target }] }];
  }
  if (body !== undefined) {
    return [{ ...last, name: 'cat', program: 'cat', args: [], redirects: [body] }];
  }
  return commands.slice(0, -1);
}

/** The language of an interpreter that reads its program from standard input. */
export function interpreterFed(command: ShellCommand): Language | undefined {
  const language =
    command.name === 'at' || command.name === 'batch' ? 'shell' : languageOfInterpreter(command.name);
  const args = command.args.map((arg) => arg.text);
  if (/^(?:\.|source)$/.test(command.name)) return isStandardInput(args[0] ?? '') ? 'shell' : undefined;
  if (language === undefined || language === 'awk') return undefined;
  if (args.some((arg) => /^-[a-z]*c$/.test(arg))) return undefined;
  const file = args.find((arg) => !arg.startsWith('-'));
  const readsInput =
    file === undefined || isStandardInput(file) || args.some((arg) => arg === '-' || arg === '-s');
  return readsInput || command.name === 'at' ? language : undefined;
}
