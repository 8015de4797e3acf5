export { type AccountingInput, accountFor } from './account.ts';
export { type Accounting, MAX_LISTED, type PackageDatabase, type ProgramToLookAt } from './accounting.ts';
