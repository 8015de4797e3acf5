export { type AccountingInput, accountFor } from './account.ts';
export {
  type Accounting,
  MAX_LISTED,
  type PackageDatabase,
  type ProgramToLookAt,
  type SourceAccount,
} from './accounting.ts';
export type { KnownSource } from './source-claims.ts';
