import type { Step } from './step.ts';

export const CAT = {
  cat: (step: Step) => (step.operands.length > 1 ? step.joined(step.operands) : step.fromFile()),
  tee: ({ input }: Step) => input,
  // `$(<FILE)` is what the file holds.
  '': ({ input }: Step) => input,
};
