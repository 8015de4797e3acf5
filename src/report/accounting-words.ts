import { plural } from '../base/quantities.ts';
import type { Accounting, SourceAccount } from '../explain/accounting/index.ts';

const NUMBERS = new Intl.NumberFormat('en-US');

/** `1,204 of 1,211 programs accounted for; 7 to look at`. */
export function accountingLine({ total, accounted, changed, unlisted }: Accounting): string {
  if (total === 0) return 'no programs, libraries or scripts';
  const toLookAt = changed + unlisted;
  const look = toLookAt === 0 ? 'none to look at' : `${NUMBERS.format(toLookAt)} to look at`;
  return `${NUMBERS.format(accounted)} of ${NUMBERS.format(total)} programs accounted for; ${look}`;
}

/** Which databases said so. */
export function databasesLine({ databases, withoutDigest }: Accounting): string {
  if (databases.length === 0) return 'The image has no package database that clearpull reads.';
  const each = databases.map(
    ({ kind, packages, programs }) =>
      `${kind} (${plural(packages, 'package')}, ${NUMBERS.format(programs)} of the programs)`,
  );
  const without =
    withoutDigest === 0
      ? ''
      : ` ${NUMBERS.format(withoutDigest)} of them without a digest that could be compared.`;
  return `Listed by ${each.join(', ')}.${without}`;
}

/** How much of it is the source tree's. */
export function sourceLine({ programs }: SourceAccount): string {
  if (programs === 0) return 'None of them is in the source tree, byte for byte.';
  const are = programs === 1 ? 'is' : 'are';
  return `${NUMBERS.format(programs)} of them ${are} in the source tree, byte for byte.`;
}
