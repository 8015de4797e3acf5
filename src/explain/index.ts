export { type Accounting, type AccountingInput, accountFor } from './accounting/index.ts';
export { formatArgv, type StartCommand, startCommand } from './command.ts';
export { type ExplainInput, explain } from './explain.ts';
export type {
  BaseImage,
  Certainty,
  Explanation,
  Instruction,
  StartStep,
  StartStepKind,
} from './explanation.ts';
export { oneLine, visible } from './printable.ts';
export { describeStart } from './sentences.ts';
export { filesOfChain } from './start-paths.ts';
