import type { Assessment } from '../../assess/assessment.ts';
import type { SuppressedFinding } from '../../assess/suppress/suppression.ts';
import { plural } from '../../base/quantities.ts';
import { baselineLine, suppressedLine, whySuppressed } from '../suppressed-words.ts';
import type { Page } from './page.ts';
import { severityStyle } from './paint.ts';

const MAX_NOTES = 10;

/** What was found and does not count: how much, and with `--show-suppressed` what and why. */
export function writeSuppressed(assessment: Assessment, page: Page): void {
  const { suppressed, suppressionNotes: notes } = assessment;
  const baseline = baselineLine(assessment);
  if (suppressed.length === 0 && notes.length === 0 && baseline === '') return;
  page.section('What does not count');
  const hint = page.showSuppressed ? '' : ' (--show-suppressed)';
  if (suppressed.length > 0) page.text(`${suppressedLine(suppressed)}${hint}.`);
  if (baseline !== '') page.text(`${baseline}.`);
  for (const note of notes.slice(0, page.verbose ? notes.length : MAX_NOTES)) {
    page.text(note, { first: '  ! ', indent: '    ', style: 'warning', maxLines: 6 });
  }
  if (notes.length > MAX_NOTES && !page.verbose) {
    page.line(`and ${plural(notes.length - MAX_NOTES, 'more note')} (-v shows all)`, { indent: '    ' });
  }
  if (!page.showSuppressed) return;
  for (const one of suppressed) writeOne(one, page);
}

function writeOne(one: SuppressedFinding, page: Page): void {
  const { finding } = one;
  const [first, ...more] = finding.evidence;
  page.blank();
  page.text(finding.title, { first: '  - ', indent: '    ', style: 'bold', maxLines: 3 });
  const sure = finding.confidence === 'certain' ? 'certain' : `${finding.confidence} confidence`;
  page.text(`${finding.severity.toUpperCase()}, ${sure} · ${finding.rule}`, {
    indent: '    ',
    style: severityStyle(finding.severity),
    maxLines: 2,
  });
  const layer = first.layer === undefined ? '' : `, layer ${first.layer + 1}`;
  const others = more.length === 0 ? '' : ` and ${plural(more.length, 'more place')}`;
  page.text(`${first.path.slice(0, 400)}${layer}${others}`, { indent: '    ', maxLines: 3 });
  page.text(whySuppressed(one), { first: '    → ', indent: '      ', maxLines: 6 });
}
