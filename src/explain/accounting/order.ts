import { PROGRAM_KINDS } from '../../image/program-files.ts';
import type { Program } from './ledger.ts';

/** Folders that the usual PATH and the dynamic loader look into. */
const FOUND_BY_NAME =
  /^(?:usr\/(?:local\/)?)?(?:s?bin|lib(?:32|64|x32)?(?:\/[\w-]{1,40}-linux-[\w-]{1,40})?)\/[^/]+$/;

/**
 * The first `count` of some programs, those that matter most first: what starts, then what is found by its name
 * alone, then programs before libraries; of the same weight by path. There may be a hundred thousand, so each is
 * weighed once, and only those of a weight that is asked for are sorted.
 */
export function heaviest(
  programs: readonly Program[],
  atStart: ReadonlySet<string>,
  count: number,
): readonly Program[] {
  const byRank = Map.groupBy(programs, (program) => rankOf(program, atStart));
  const found: Program[] = [];
  for (const rank of [...byRank.keys()].sort((a, b) => a - b)) {
    if (found.length >= count) break;
    found.push(...(byRank.get(rank) ?? []).sort(byPath).slice(0, count - found.length));
  }
  return found;
}

/** The lower, the more it matters. */
function rankOf({ node: { path }, kind }: Program, atStart: ReadonlySet<string>): number {
  const later = (atStart.has(path) ? 0 : 2) + (FOUND_BY_NAME.test(path) ? 0 : 1);
  return later * PROGRAM_KINDS.length + PROGRAM_KINDS.indexOf(kind);
}

function byPath(a: Program, b: Program): number {
  return a.node.path < b.node.path ? -1 : 1;
}
