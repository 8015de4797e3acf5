import { plural } from '../../base/quantities.ts';
import type { Accounting } from '../accounting/accounting.ts';
import type { Instruction } from '../explanation.ts';
import { isSystemKind } from '../packages/package.ts';
import { oneLine } from '../printable.ts';
import { type InstructionMismatch, MAX_PATHS } from './mismatch.ts';
import { type PackageRun, packageRunOf } from './package-managers.ts';

const MAX_NAMED = 5;

/**
 * Programs that no package lists in the layer of a RUN that installs packages. Official images have such programs, as
 * they build or download what they are about; where it does nothing but install packages, they are unusual.
 */
export function programsWithoutPackage(
  claims: readonly Instruction[],
  layer: number,
  accounting: Accounting | undefined,
): readonly InstructionMismatch[] {
  if (accounting === undefined || !accounting.databases.some(({ kind }) => isSystemKind(kind))) return [];
  const runs = claims.map(({ keyword, text }) =>
    keyword === 'RUN' ? packageRunOf(text.slice('RUN '.length)) : undefined,
  );
  const managers = runs.filter((run) => run !== undefined);
  const [first] = managers;
  if (first === undefined) return [];
  const programs = accounting.unaccounted.filter((program) => program.layer === layer);
  if (programs.length === 0) return [];
  const others = [...new Set(managers.flatMap((run) => run.others))];
  const alone = managers.length === claims.length && others.length === 0;
  // The list may be longer than what is told of it.
  const least = accounting.unlisted > accounting.unaccounted.length ? 'at least ' : '';
  return [
    {
      kind: 'programs-without-package',
      weight: alone ? 'unusual' : 'information',
      text: `holds ${least}${plural(programs.length, 'program')} that no package lists${besides(first, others, alone)}`,
      count: programs.length,
      paths: programs.slice(0, MAX_PATHS).map(({ path }) => oneLine(path, 400)),
    },
  ];
}

function besides({ manager }: PackageRun, others: readonly string[], alone: boolean): string {
  if (alone) return `, though it only installs packages with ${manager}`;
  if (others.length === 0) return '';
  const more = others.length > MAX_NAMED ? ` and ${others.length - MAX_NAMED} more` : '';
  return `; besides ${manager} it runs ${oneLine(others.slice(0, MAX_NAMED).join(', '), 200)}${more}`;
}
