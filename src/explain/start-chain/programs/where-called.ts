import type { StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';

/** A call in a function may never be reached: which is not known. */
export const WHERE_CALLED = 'where the program calls it';

/** A step of a command that a program's call names. */
export function behindCall(step: StartStep): StartStep {
  const when = step.when === undefined ? WHERE_CALLED : oneLine(`${WHERE_CALLED}, ${step.when}`, 300);
  return { ...step, when };
}
