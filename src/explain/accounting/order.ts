import { PROGRAM_KINDS } from '../../image/program-files.ts';
import type { Program } from './ledger.ts';

/** Folders that the usual PATH and the dynamic loader look into. */
const FOUND_BY_NAME =
  /^(?:usr\/(?:local\/)?)?(?:s?bin|lib(?:32|64|x32)?(?:\/[\w-]{1,40}-linux-[\w-]{1,40})?)\/[^/]+$/;

/** What matters most first: what starts, then what is found by its name alone, then programs before libraries. */
export function byWeight(a: Program, b: Program, atStart: ReadonlySet<string>): number {
  const [one, other] = [a.node.path, b.node.path];
  return (
    Number(atStart.has(other)) - Number(atStart.has(one)) ||
    Number(FOUND_BY_NAME.test(other)) - Number(FOUND_BY_NAME.test(one)) ||
    PROGRAM_KINDS.indexOf(a.kind) - PROGRAM_KINDS.indexOf(b.kind) ||
    (one < other ? -1 : 1)
  );
}
