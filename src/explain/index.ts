export {
  type Accounting,
  type AccountingInput,
  accountFor,
  type KnownSource,
  knownLayers,
} from './accounting/index.ts';
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
export { isLeftOut, UNKEPT_TEXT } from './explanation.ts';
export {
  compareContent,
  type InstructionMismatch,
  MISMATCH_KINDS,
  MISMATCH_WEIGHTS,
} from './instruction-content/index.ts';
export { layOut } from './lay-out.ts';
export { pythonName } from './packages/by-path.ts';
export { type Inventory, inventoryOf } from './packages/inventory.ts';
export { isSystemKind, type PackageKind, SYSTEM_KINDS } from './packages/package.ts';
export { oneLine, visible } from './printable.ts';
export { describeStart } from './sentences.ts';
export { againstHistory } from './source/against-history.ts';
export { parseDockerfile, type SourceDockerfile } from './source/parse-dockerfile.ts';
export { expand as expandVariables } from './source/variables.ts';
export { labelsOf, type ProvidedDockerfile, type Sourced, type StageFit } from './source/with-source.ts';
export { filesOfChain, isSourced } from './start-paths.ts';
