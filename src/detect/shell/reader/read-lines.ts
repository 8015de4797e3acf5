import type { While } from 'unbash';
import type { ShellCommand } from '../model.ts';
import { staticOutput } from '../static-output/static-output.ts';
import { MAX_VALUE } from './bounds.ts';
import type { ScriptState } from './script-state.ts';

/**
 * `… | while read NAME`: the name stands for all lines at once, so that `eval "$NAME"` is read as what it comes to.
 *
 * @param input commands whose output it reads
 */
export function readLines({ clause }: While, input: readonly ShellCommand[], state: ScriptState): void {
  const { files, variables } = state;
  const first = clause.commands[0]?.command;
  if (first?.type !== 'Command' || first.name?.value !== 'read') return;
  const text = staticOutput(input, (path) => files.text(path))?.text;
  if (text === undefined) return;
  const names = first.args.map(({ text: word }) => word).filter((word) => /^[A-Za-z_]\w{0,60}$/.test(word));
  const [name, ...others] = names;
  if (name !== undefined && others.length === 0 && text.length <= MAX_VALUE) variables.set(name, text);
}
