export { type ContentInput, compareContent } from './compare-content.ts';
export {
  type InstructionMismatch,
  MISMATCH_KINDS,
  MISMATCH_WEIGHTS,
  type MismatchKind,
  type MismatchWeight,
} from './mismatch.ts';
