import { baseName } from '../../../base/base-name.ts';
import type { Chain, Environment } from '../chain.ts';
import { INTERPRETERS } from '../interpreter-table.ts';
import { findProgram } from '../program.ts';
import { isShell } from '../shell/shell-names.ts';
import { TOOLS } from '../tools/tool-table.ts';
import { WRAPPERS } from '../wrapper-table.ts';
import { FOREIGN_INTERPRETERS } from './foreign-interpreters.ts';

/** Programs that run what they read, or a file of theirs says, beside those of the tables. */
const RUNNERS = /^(?:g?make|xargs|parallel|find|run-parts|crontab|busybox|toybox|script|expect|just|task)$/;

const NAMES = [...INTERPRETERS, ...FOREIGN_INTERPRETERS, ...TOOLS].map(({ name }) => name);

/** Whether a program may run what stands among its words or what it reads: all but programs without a text that no table knows. */
export function mayRunWords(chain: Chain, name: string, environment: Environment): boolean {
  const { kind, fileName = '' } = findProgram(chain, name, environment);
  if (kind !== 'elf' && kind !== 'missing') return true;
  return [baseName(name), fileName].some(
    (one) =>
      isShell(one) ||
      Object.hasOwn(WRAPPERS, one) ||
      RUNNERS.test(one) ||
      NAMES.some((known) => known.test(one)),
  );
}
