import type { Description } from '../assess/describe.ts';
import { LISTED_BY_NONE } from '../explain/accounting/accounting.ts';
import { accountingLine, databasesLine, sourceLine } from './accounting-words.ts';
import { code, inline } from './markdown-escape.ts';

const MAX_ROWS = 20;
const MAX_TEXT = 300;

/** One line, and folded away what to look at first. */
export function accountingMarkdown({ accounting }: Description): readonly string[] {
  if (accounting === undefined || accounting.total === 0) return [];
  const { changedFiles, unaccounted, notes, changed, unlisted } = accounting;
  const line = `${accountingLine(accounting)}.`;
  const files = [...changedFiles, ...unaccounted].slice(0, MAX_ROWS);
  if (files.length === 0 && notes.length === 0) return [line];
  const rows = files.map(
    ({ path, kind, layer, atStart, why, says }) =>
      `- ${code(path.slice(0, MAX_TEXT))} ${kind}, layer ${layer + 1}${atStart ? ', runs at start' : ''}${why === LISTED_BY_NONE ? '' : `: ${inline(why.slice(0, MAX_TEXT))}`}${says === undefined ? '' : inline(`${why === LISTED_BY_NONE ? ':' : ''} It says it is ${says.slice(0, MAX_TEXT)}.`)}`,
  );
  const more = changed + unlisted - files.length;
  if (more > 0) rows.push(`- and ${more} more`);
  const body = [
    inline(databasesLine(accounting)),
    ...(accounting.source === undefined ? [] : [inline(sourceLine(accounting.source))]),
    ...(changed + unlisted === 0 ? [] : ['To look at, what no package lists or what has other bytes:']),
    ...notes.slice(0, MAX_ROWS).map((note) => inline(note.slice(0, 2 * MAX_TEXT))),
    rows.join('\n'),
  ];
  return [
    `<details><summary>${line}</summary>\n\n${body.filter((part) => part !== '').join('\n\n')}\n\n</details>`,
  ];
}
