import { reversedLines } from '../../text/decode/codings.ts';
import type { Step } from './step.ts';

/** What turns lines, or their order, round. */
export const REVERSED = {
  rev: (step: Step) => step.decoded('reversed', turned(step.fromFile())),
  tac: (step: Step) => step.fromFile()?.split('\n').reverse().join('\n'),
};

function turned(text: string | undefined): string | undefined {
  return text === undefined ? undefined : reversedLines(text);
}
