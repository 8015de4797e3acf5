import type { Step } from './step.ts';

/** What turns lines, or their order, round. */
export const REVERSED = {
  rev: (step: Step) =>
    step.decoded(
      'reversed',
      step
        .fromFile()
        ?.split('\n')
        .map((line) => [...line].reverse().join(''))
        .join('\n'),
    ),
  tac: (step: Step) => step.fromFile()?.split('\n').reverse().join('\n'),
};
