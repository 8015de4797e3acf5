export { type Accounting, type AccountingInput, accountFor, knownLayers } from './accounting/index.ts';
export { builtOn } from './base/base-of.ts';
export { formatArgv, type StartCommand, startCommand } from './command.ts';
export { type ExplainInput, explain } from './explain.ts';
export type {
  BaseClaim,
  BaseImage,
  Certainty,
  ElfStep,
  Explanation,
  Instruction,
  KnownBase,
  StartStep,
  StartStepKind,
} from './explanation.ts';
export { layOut } from './lay-out.ts';
export { oneLine, visible } from './printable.ts';
export { describeStart } from './sentences.ts';
export type { ProvidedDockerfile } from './source/with-source.ts';
export { filesOfChain } from './start-paths.ts';
