import type { Assignment, Command, While } from 'unbash';
import type { ShellCommand } from '../model.ts';
import { staticOutput } from '../static-output/static-output.ts';
import { MAX_VALUE } from './bounds.ts';
import type { ScriptState } from './script-state.ts';

/** Lines that are taken apart for a loop that reads several words of each. */
const MAX_LINES = 5000;

/**
 * `… | while read NAME`: the name stands for all lines at once, so that `eval "$NAME"` is read as what it comes to. Where it reads several
 * words of each line, the last name does so, which holds what is left.
 *
 * @param input commands whose output it reads
 */
export function readLines({ clause }: While, input: readonly ShellCommand[], state: ScriptState): void {
  const { files, variables } = state;
  const first = clause.commands[0]?.command;
  if (first?.type !== 'Command' || first.name?.value !== 'read') return;
  const text = staticOutput(input, (path) => files.text(path))?.text;
  if (text === undefined || text.length > MAX_VALUE) return;
  const names = first.args.map(({ text: word }) => word).filter((word) => /^[A-Za-z_]\w{0,60}$/.test(word));
  const [name, ...others] = names;
  if (name === undefined) return;
  if (others.length === 0) {
    variables.set(name, text);
    return;
  }
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES) state.miss('unfollowed');
  const apart = lines
    .filter((line) => line !== '')
    .map((line) => wordsOf(line, names.length, separatorsOf(first)));
  for (const [at, one] of names.entries())
    variables.set(
      one,
      apart
        .slice(0, at === names.length - 1 ? MAX_LINES : 1)
        .map((words) => words[at] ?? '')
        .join('\n'),
    );
}

/** What `IFS=…` in front of the command says. */
function separatorsOf({ prefix }: Command): string {
  const told = prefix.find((part): part is Assignment => part.type === 'Assignment' && part.name === 'IFS');
  if (told === undefined || told.value.type === 'ArrayValue') return ' \t';
  return told.value.value.slice(0, 20);
}

/** The words of a line, of which the last is all that is left. */
function wordsOf(line: string, count: number, separators: string): readonly string[] {
  const words: string[] = [];
  let left = line;
  while (words.length < count - 1) {
    let at = 0;
    while (at < left.length && !separators.includes(left.charAt(at))) at++;
    if (at === left.length) break;
    words.push(left.slice(0, at));
    left = left.slice(at + 1).trimStart();
  }
  return [...words, left];
}
