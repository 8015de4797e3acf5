import type { Statement } from 'unbash';
import type { ShellNode } from './frame.ts';

/** `exec PROGRAM`, `exit` and `return`, standing alone: what follows them in the same list never runs. */
export function endsList({ command, background }: Statement): boolean {
  if (background === true || command.type !== 'Command') return false;
  const name = command.name?.value;
  if (name === 'exit' || name === 'return') return true;
  return name === 'exec' && command.args.some((argument) => !argument.text.startsWith('-'));
}

/** True for a branch that never comes to what follows the branching: `else echo …; exit 1`. */
export function neverGoesOn(body: ShellNode): boolean {
  return body.type === 'CompoundList' && body.commands.some(endsList);
}
