import type { Assessment } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { formatBytes } from '../../base/quantities.ts';
import { archivesOpaque, archivesOpened } from '../archive-words.ts';
import { coverageLine, limitsLine, nextSteps } from '../closing-words.ts';
import type { Page } from './page.ts';

const MAX_UNREAD = 10;
const MAX_NOTES = 10;
const MAX_OPAQUE = 5;

/** What was looked at and what was not. */
export function writeCoverage({ coverage }: Description, page: Page): void {
  const { complete, unread, notes = [] } = coverage;
  page.section('What was read');
  page.text(coverageLine(coverage), complete ? {} : { style: 'warning' });
  const shown = page.verbose ? unread : unread.slice(0, MAX_UNREAD);
  for (const { path, layer, detail } of shown) {
    const where = layer === undefined ? '' : `layer ${layer + 1}: `;
    page.text(`${where}${path === undefined ? '' : `/${path.slice(0, 200)}: `}${detail}`, {
      first: '  - ',
      indent: '    ',
      maxLines: 3,
    });
  }
  if (shown.length < unread.length) {
    page.line(`and ${unread.length - shown.length} more (-v shows all)`, { indent: '    ' });
  }
  const limits = limitsLine(coverage);
  if (limits !== undefined) page.text(limits, { maxLines: 6 });
  writeArchives(coverage, page);
  for (const note of notes.slice(0, MAX_NOTES)) page.text(note, { maxLines: 4 });
}

/** What lies in archives inside the image, and what of it nobody could look into. */
function writeArchives({ nested, opaque, unopened }: Description['coverage'], page: Page): void {
  const opened = nested === undefined ? undefined : archivesOpened(nested);
  if (opened !== undefined) page.text(opened, { maxLines: 3 });
  if (unopened.count === 0) return;
  page.text(archivesOpaque(unopened.count, opaque?.bytes), { maxLines: 3 });
  const listed = opaque?.listed ?? [];
  const shown = page.verbose ? listed : listed.slice(0, MAX_OPAQUE);
  for (const { path, layer, detail, bytes } of shown) {
    const amount = bytes === 0 ? '' : ` (${formatBytes(bytes)})`;
    page.text(`layer ${layer + 1}: /${path.slice(0, 200)}: ${detail}${amount}`, {
      first: '  - ',
      indent: '    ',
      maxLines: 3,
    });
  }
  if (shown.length < unopened.count) {
    const all = listed.length > shown.length ? ' (-v shows them)' : '';
    page.line(`and ${unopened.count - shown.length} more${all}`, { indent: '    ' });
  }
}

/** What a reader can do now. */
export function writeNext(assessment: Assessment, page: Page): void {
  page.section('What next');
  for (const { text, literal } of nextSteps(assessment))
    page.text(text, literal ? { indent: '    ', maxLines: 3 } : {});
}
