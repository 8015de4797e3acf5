export { type AccountingInput, accountFor } from './account.ts';
export {
  type Accounting,
  type BaseAccount,
  MAX_LISTED,
  type PackageDatabase,
  type ProgramToLookAt,
  type SourceAccount,
} from './accounting.ts';
export { knownLayers } from './base-layers.ts';
export type { KnownSource } from './source-claims.ts';
