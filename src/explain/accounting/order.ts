import { PROGRAM_KINDS } from '../../image/program-files.ts';
import type { ProgramToLookAt } from './accounting.ts';

/** Folders that the usual PATH and the dynamic loader look into. */
const FOUND_BY_NAME =
  /^\/(?:usr\/(?:local\/)?)?(?:s?bin|lib(?:32|64|x32)?(?:\/[\w-]{1,40}-linux-[\w-]{1,40})?)\/[^/]+$/;

/** What matters most first: what starts, then what is found by its name alone, then programs before libraries. */
export function byWeight(a: ProgramToLookAt, b: ProgramToLookAt): number {
  return (
    Number(b.atStart) - Number(a.atStart) ||
    Number(FOUND_BY_NAME.test(b.path)) - Number(FOUND_BY_NAME.test(a.path)) ||
    PROGRAM_KINDS.indexOf(a.kind) - PROGRAM_KINDS.indexOf(b.kind) ||
    (a.path < b.path ? -1 : 1)
  );
}
