import { NOT_LISTED, type StartStep } from '../../explanation.ts';
import { oneLine } from '../../printable.ts';
import { spend } from '../budget.ts';
import type { Chain, Place } from '../chain.ts';
import { isFile } from '../managers/service-files.ts';
import { findFile } from '../program.ts';
import { makeStep } from '../step.ts';

/** Compiled code that a program loads into itself, where the image has it; each file once an image. */
export function libraryStep(
  chain: Chain,
  path: string,
  { command, place }: { readonly command: string; readonly place: Place },
): readonly StartStep[] {
  const { budget } = chain;
  if (!spend(budget, 5) || budget.stepsLeft <= 0 || !isFile(chain, path)) return [];
  const program = findFile(chain, path, '/');
  const key = `library ${program.path}`;
  if (budget.hooked.has(key)) return [];
  budget.hooked.add(key);
  budget.stepsLeft--;
  const kind = program.kind === 'elf' ? 'elf' : 'program';
  return [makeStep(chain, { what: program.what, command: oneLine(command, 300), kind, place, program })];
}

/** Says that a bound left some of what a program loads out. */
export function cutStep(
  chain: Chain,
  command: string,
  place: Place,
  what = 'libraries that it loads',
): StartStep {
  chain.budget.stepsLeft--;
  return makeStep(chain, {
    what: '…',
    command: oneLine(command, 100),
    kind: 'program',
    place,
    unknown: `of the ${what} ${NOT_LISTED}`,
  });
}

/** Whether this is met for the first time in the image. */
export function isFirst({ budget }: Pick<Chain, 'budget'>, key: string): boolean {
  const once = `libraries ${key}`;
  if (budget.hooked.has(once) || !spend(budget, 2)) return false;
  budget.hooked.add(once);
  return true;
}
