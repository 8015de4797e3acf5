import { sedCall, sedOutput } from '../sed/sed.ts';
import type { Step } from './step.ts';

export const SED = { sed: edited };

/** What `sed` prints, of its files or of what comes in. */
function edited(step: Step): string | undefined {
  const call = sedCall(step.args);
  const text = call.files.length === 0 ? step.input : step.joined(call.files);
  return text === undefined || call.inPlace ? undefined : sedOutput(call, text);
}
