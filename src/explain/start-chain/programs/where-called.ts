import type { StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { type Chain, type Environment, known, type Place } from '../chain.ts';
import { newScope } from '../shell/scope.ts';
import { walkText } from '../shell/walk-text.ts';

/** A call in a function may never be reached: which is not known. */
export const WHERE_CALLED = 'where the program calls it';

/** The steps of a command line that a program's call names; `file` is the program's, if it stands in one. */
export function calledCommand(
  chain: Chain,
  line: string,
  place: Place,
  environment: Environment,
  file: string | undefined,
): readonly StartStep[] {
  const scope = newScope(environment, known(file ?? 'sh'), []);
  // What the program itself knows by a name, the shell's reader must not take for the image's.
  for (const [name] of line.matchAll(/(?<=\$\{?)\w{1,60}/g)) scope.variables.set(name, null);
  return walkText(chain, line, { place, scope }).children.map(behindCall);
}

function behindCall(step: StartStep): StartStep {
  const when = step.when === undefined ? WHERE_CALLED : oneLine(`${WHERE_CALLED}, ${step.when}`, 300);
  return { ...step, when };
}
