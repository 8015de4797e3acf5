import { isLibraryModule } from '../analyze/index.ts';
import { baseName } from '../base/base-name.ts';
import type { Limits } from '../base/limits.ts';
import type { Accounting } from '../explain/accounting/index.ts';
import { type Explanation, isLeftOut, isSourced, type StartStep, UNKEPT_TEXT } from '../explain/index.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { Unread } from './assessment.ts';
import { isNoProgram } from './no-program.ts';

const MAX_NAMED = 50;
const DETAIL = 'it runs at start, and its text was not kept: what it does is not known';
const CUT = 'it runs at start, and only its beginning was read: what it does behind that is not known';
const NO_PROGRAM =
  'it runs at start and is nothing that Linux starts: a shell reads it as a script, and what it does is not known';

/**
 * Scripts and programs that run at start whose text was not kept, because they lie where packages put texts that nobody runs,
 * or are too large: where a start would be put that nobody shall read. No gap is a package's own module of a library that
 * was searched and neither runs nor gets anything. What such a program imports is not counted.
 * Also those of which a bound left something out of the chain.
 *
 * @param limits those that the image was read under: which of them kept a text out
 */
export function unreadStarts(
  { startChain }: Explanation,
  accounting: Accounting | undefined,
  tree: ImageTree,
  { maxTextBytes }: Pick<Limits, 'maxTextBytes'>,
): readonly Unread[] {
  const suspects = new Set([
    ...(accounting?.unaccounted ?? []).map(({ path }) => path),
    ...(accounting?.changedFiles ?? []).map(({ path }) => path),
  ]);
  const found = new Map<string, Unread>();
  const walk = (steps: readonly StartStep[], above?: StartStep): void => {
    for (const step of steps) {
      const { path, layer, unknown, taken } = step;
      if (taken === false || found.size >= MAX_NAMED) continue;
      const inside = path?.slice(1) ?? '';
      const entry = tree.get(inside)?.entry;
      if (isNoProgram(step, entry?.content)) {
        found.set(inside, {
          ...(layer !== undefined && { layer }),
          path: inside,
          detail: NO_PROGRAM,
          reason: 'unreadable',
        });
      }
      if (isLeftOut(step)) {
        const file = (path ?? step.file).replace(/^\//, '');
        found.set(`left out of ${file}`, {
          ...(layer === undefined ? {} : { layer }),
          path: file,
          detail: `not all that it starts was followed: ${unknown}`,
          reason: 'limit-reached',
          limit: 'maxStartSteps',
        });
      }
      const isCut = step.kind === 'script' && entry?.content?.kind === 'script' && entry.content.cut === true;
      if (path !== undefined && (isCut || unknown?.includes(UNKEPT_TEXT) === true) && isRun(step, above)) {
        const isLarge = (entry?.size ?? 0) > maxTextBytes;
        const isOwn = !suspects.has(path) && !isLarge && entry !== undefined && isLibraryModule(entry);
        if (!isOwn) {
          found.set(path, {
            ...(layer === undefined ? {} : { layer }),
            path: inside,
            detail: isCut ? CUT : DETAIL,
            ...(isLarge ? { reason: 'limit-reached', limit: 'maxTextBytes' } : { reason: 'unreadable' }),
          });
        }
      }
      walk(step.children, step);
    }
  };
  walk(startChain);
  return [...found.values()];
}

/** Given to an interpreter, sourced, or called by its name. */
function isRun(step: StartStep, above: StartStep | undefined): boolean {
  if (above?.kind !== 'script' || isSourced(step)) return true;
  const { path = '', command } = step;
  return command.split(' ', 1)[0]?.endsWith(baseName(path)) === true;
}
