import { BUNDLE_CASES } from './bundle-cases.ts';
import { NOTARY_CASES } from './notary-cases.ts';
import { STATEMENT_CASES } from './statement-cases.ts';
import type { TamperingCase } from './tampering-case.ts';

/** Every tampering that must be seen, each with the links that have to come out contradicted. */
export const TAMPERING_CASES: readonly TamperingCase[] = [
  ...STATEMENT_CASES,
  ...BUNDLE_CASES,
  ...NOTARY_CASES,
];
