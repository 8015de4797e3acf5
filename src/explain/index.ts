export { type Accounting, type AccountingInput, accountFor, type KnownSource } from './accounting/index.ts';
export { formatArgv, type StartCommand, startCommand } from './command.ts';
export { type ExplainInput, explain } from './explain.ts';
export type {
  BaseImage,
  Certainty,
  ElfStep,
  Explanation,
  Instruction,
  StartStep,
  StartStepKind,
} from './explanation.ts';
export {
  compareContent,
  type InstructionMismatch,
  MISMATCH_KINDS,
  MISMATCH_WEIGHTS,
} from './instruction-content/index.ts';
export { layOut } from './lay-out.ts';
export { oneLine, visible } from './printable.ts';
export { describeStart } from './sentences.ts';
export type { ProvidedDockerfile } from './source/with-source.ts';
export { filesOfChain } from './start-paths.ts';
