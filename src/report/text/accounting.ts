import type { Description } from '../../assess/describe.ts';
import { formatCount } from '../../base/quantities.ts';
import { LISTED_BY_NONE, type ProgramToLookAt } from '../../explain/accounting/accounting.ts';
import { accountingLine, databasesLine, sourceLine } from '../accounting-words.ts';
import type { Page } from './page.ts';
import type { Style } from './paint.ts';

const MAX_SHOWN = 10;
const MAX_SHOWN_VERBOSE = 1000;
const MAX_NOTES = 10;

/** What accounts for the programs, and those to look at first. */
export function writeAccounting({ accounting }: Description, page: Page): void {
  if (accounting === undefined || accounting.total === 0) return;
  const { changed, unlisted, changedFiles, unaccounted, notes } = accounting;
  page.section('What accounts for the programs');
  page.text(`${accountingLine(accounting)}.`);
  page.text(databasesLine(accounting), { maxLines: 6 });
  if (accounting.source !== undefined) page.text(sourceLine(accounting.source));
  for (const note of notes.slice(0, page.verbose ? notes.length : MAX_NOTES)) {
    page.text(note.slice(0, 600), { first: '  ! ', indent: '    ', style: 'warning', maxLines: 6 });
  }
  writeList('Changed: listed by a package, but with other bytes', changed, changedFiles, 'alarm', page);
  writeList('Listed by nothing', unlisted, unaccounted, undefined, page);
}

function writeList(
  title: string,
  count: number,
  files: readonly ProgramToLookAt[],
  style: Style | undefined,
  page: Page,
): void {
  if (count === 0) return;
  page.blank();
  page.text(`${title}:`, style === undefined ? {} : { style });
  const shown = files.slice(0, page.verbose ? MAX_SHOWN_VERBOSE : MAX_SHOWN);
  for (const { path, kind, layer, atStart, why, says } of shown) {
    const start = atStart ? ', runs at start' : '';
    page.text(`${path.slice(0, 400)}  ${kind}, layer ${layer + 1}${start}`, {
      first: '  - ',
      indent: '    ',
      maxLines: 3,
    });
    if (style !== undefined || why !== LISTED_BY_NONE)
      page.text(why.slice(0, 400), { indent: '      ', style: 'dim', maxLines: 3 });
    if (says !== undefined)
      page.text(`It says it is ${says.slice(0, 400)}.`, { indent: '      ', style: 'dim', maxLines: 3 });
  }
  const more = count - shown.length;
  if (more > 0)
    page.line(`and ${formatCount(more)} more (${page.verbose ? '-f json' : '-v'})`, { indent: '    ' });
}
