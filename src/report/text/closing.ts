import type { Assessment } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { coverageLine, limitsLine, nextSteps, unopenedLine } from '../closing-words.ts';
import type { Page } from './page.ts';

const MAX_UNREAD = 10;
const MAX_NOTES = 10;

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
  const unopened = unopenedLine(coverage);
  if (unopened !== undefined) page.text(unopened, { maxLines: 3 });
  for (const note of notes.slice(0, MAX_NOTES)) page.text(note, { maxLines: 4 });
}

/** What a reader can do now. */
export function writeNext(assessment: Assessment, page: Page): void {
  page.section('What next');
  for (const { text, literal } of nextSteps(assessment))
    page.text(text, literal ? { indent: '    ', maxLines: 3 } : {});
}
