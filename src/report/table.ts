import { type Assessment, DECISIONS } from '../assess/assessment.ts';
import { formatCount, plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import type { ReportInput } from './report-context.ts';
import { suppressedRemark } from './suppressed-words.ts';
import { clip, clipStart, pad, padStart, wrap } from './text/layout.ts';
import { createPage, type TextOptions } from './text/page.ts';
import { DECISION_SIGN, type Paint } from './text/paint.ts';
import { textWidth } from './text/text-width.ts';

const VERDICT_WIDTH = 8;
const FOUND_WIDTH = 5;
const GAP = '  ';

/** A line an image: its verdict, how much was found, the gravest of it. The strongest first, the sum last. */
export function renderTable(input: ReportInput, options: TextOptions = {}): string {
  const { width, paint } = createPage(options);
  const rows = strongestFirst(input.assessments);
  const prefix = commonPrefix([
    ...rows.map(({ image }) => image.reference),
    ...input.failed.map(({ target }) => target),
  ]);
  const nameOf = (reference: string): string => visible(reference.slice(prefix.length));
  const names = [
    ...rows.map(({ image }) => nameOf(image.reference)),
    ...input.failed.map(({ target }) => nameOf(target)),
  ];
  const nameWidth = Math.min(Math.max(5, ...names.map(textWidth)), Math.floor(width * 0.5));
  const whyWidth = width - VERDICT_WIDTH - nameWidth - FOUND_WIDTH - 3 * GAP.length;
  const line = (verdict: string, name: string, found: string, why: string): string =>
    [
      verdict,
      pad(clipStart(visible(name), nameWidth), nameWidth),
      padStart(found, FOUND_WIDTH),
      clip(visible(why), whyWidth),
    ]
      .join(GAP)
      .trimEnd();
  const lines = [
    ...(prefix === '' ? [] : wrap(`Images in ${prefix}`, width)),
    paint('heading', line(pad('Verdict', VERDICT_WIDTH), 'Image', 'Found', 'Why')),
    ...rows.map((row) =>
      line(
        verdictCell(row, paint),
        nameOf(row.image.reference),
        formatCount(row.findings.length),
        whyOf(row),
      ),
    ),
    ...input.failed.map(({ target, message }) =>
      line(paint('warning', pad('? failed', VERDICT_WIDTH)), nameOf(target), '', message),
    ),
    '',
    ...wrap(summaryOf(input), width),
  ];
  return `${lines.join('\n')}\n`;
}

/** Those with the strongest verdict first, otherwise as they came. */
export function strongestFirst(assessments: readonly Assessment[]): readonly Assessment[] {
  return assessments.toSorted((a, b) => rank(b) - rank(a));
}

/** What all references begin with, up to a slash or a colon: said once, it leaves room for what differs. */
export function commonPrefix(references: readonly string[]): string {
  const [first = '', ...rest] = references;
  if (rest.length === 0) return '';
  let length = first.length - 1;
  for (const reference of rest) {
    length = Math.min(length, reference.length - 1);
    while (length > 0 && !reference.startsWith(first.slice(0, length))) length--;
  }
  const common = first.slice(0, length);
  const end = Math.max(common.lastIndexOf('/'), common.lastIndexOf(':')) + 1;
  return end >= MIN_PREFIX ? common.slice(0, end) : '';
}

const MIN_PREFIX = 12;

/** `26 images: 9 block, 12 review, 5 allow; 1 could not be checked`. */
export function summaryOf({ assessments, failed }: ReportInput): string {
  const counts = DECISIONS.toReversed()
    .map((decision) => ({
      decision,
      count: assessments.filter(({ verdict }) => verdict.decision === decision).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ decision, count }) => `${count} ${decision}`);
  const checked = `${plural(assessments.length, 'image')} checked${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
  return failed.length === 0 ? checked : `${checked}; ${failed.length} could not be checked`;
}

function verdictCell({ verdict }: Assessment, paint: Paint): string {
  return paint(
    verdict.decision,
    pad(`${DECISION_SIGN[verdict.decision]} ${verdict.decision}`, VERDICT_WIDTH),
  );
}

function whyOf(assessment: Assessment): string {
  const { findings, verdict, suppressed } = assessment;
  const [first] = findings;
  if (verdict.decision === 'allow' || first === undefined) {
    const nothing = `nothing${suppressed.length === 0 ? '' : ' else'} that the policy asks about`;
    return nothing + suppressedRemark(assessment);
  }
  return first.title;
}

function rank({ verdict }: Assessment): number {
  return DECISIONS.indexOf(verdict.decision);
}
