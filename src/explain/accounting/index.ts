export { type AccountingInput, accountFor } from './account.ts';
export {
  type Accounting,
  type BaseAccount,
  MAX_LISTED,
  type PackageDatabase,
  type ProgramToLookAt,
} from './accounting.ts';
export { knownLayers } from './base-layers.ts';
