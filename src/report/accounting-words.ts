import { formatCount, plural } from '../base/quantities.ts';
import { familiarName } from '../catalog/index.ts';
import type { Accounting, BaseAccount, SourceAccount } from '../explain/accounting/index.ts';

/** `1,204 of 1,211 programs accounted for; 7 to look at`. */
export function accountingLine({ total, accounted, changed, unlisted }: Accounting): string {
  if (total === 0) return 'no programs, libraries or scripts';
  const toLookAt = changed + unlisted;
  const look = toLookAt === 0 ? 'none to look at' : `${formatCount(toLookAt)} to look at`;
  return `${formatCount(accounted)} of ${plural(total, 'program')} accounted for; ${look}`;
}

/** Who accounts for them: the known image below, and databases. */
export function databasesLine({ databases, withoutDigest, base }: Accounting): string {
  const below = base === undefined ? '' : `${baseLine(base)} `;
  if (databases.length === 0) return `${below}The image has no package database that clearpull reads.`;
  const each = databases.map(
    ({ kind, packages, programs }) =>
      `${kind} (${plural(packages, 'package')}, ${formatCount(programs)} of the programs)`,
  );
  const without =
    withoutDigest === 0
      ? ''
      : ` ${formatCount(withoutDigest)} of them without a digest that could be compared.`;
  return `${below}Listed by ${each.join(', ')}.${without}`;
}

function baseLine({ name, programs, alone }: BaseAccount): string {
  const only = alone === 0 ? '' : `, ${formatCount(alone)} of them by that alone`;
  return `${formatCount(programs)} ${programs === 1 ? 'lies' : 'lie'} in layers of the known image ${familiarName(name)}${only}.`;
}

/** How much of it is the source tree's. */
export function sourceLine({ programs }: SourceAccount): string {
  if (programs === 0) return 'None of them is in the source tree, byte for byte.';
  const are = programs === 1 ? 'is' : 'are';
  return `${formatCount(programs)} of them ${are} in the source tree, byte for byte.`;
}
