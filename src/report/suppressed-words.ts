import type { Assessment } from '../assess/assessment.ts';
import type { SuppressedFinding, Suppressor } from '../assess/suppress/suppression.ts';
import { plural } from '../base/quantities.ts';
import { type Finding, SEVERITIES } from '../detect/finding.ts';

/** Who keeps a finding from counting, in words. */
const SUPPRESSED_BY: Readonly<Record<Suppressor, string>> = {
  'ignore-file': 'by the ignore file',
  baseline: 'known from the baseline',
  'base-image': 'from the base image',
};

/** `1 critical, 2 high`, most severe first. */
export function countBySeverity(findings: readonly Finding[]): string {
  return SEVERITIES.toReversed()
    .map((severity) => ({ severity, count: findings.filter((one) => one.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`)
    .join(', ');
}

/** `3 findings suppressed (1 critical, 2 low): 2 by the ignore file, 1 from the base image`; '' for none. */
export function suppressedLine(suppressed: readonly SuppressedFinding[]): string {
  if (suppressed.length === 0) return '';
  const severities = countBySeverity(suppressed.map(({ finding }) => finding));
  const counts = (Object.keys(SUPPRESSED_BY) as Suppressor[])
    .map((by) => ({ by, count: suppressed.filter((one) => one.by === by).length }))
    .filter(({ count }) => count > 0)
    .map(({ by, count }) => `${count} ${SUPPRESSED_BY[by]}`)
    .join(', ');
  return `${plural(suppressed.length, 'finding')} suppressed (${severities}): ${counts}`;
}

/** `2 new, 1 changed, 5 known from the baseline old.json, 1 no longer there`; '' without a baseline. */
export function baselineLine({ baseline, coverage }: Assessment): string {
  if (baseline === undefined) return '';
  const { source, updated, unchanged, absent } = baseline;
  const parts = [
    `${baseline.new} new`,
    ...(updated === 0 ? [] : [`${updated} changed or worse`]),
    `${unchanged} known from the baseline ${source}`,
    ...(absent.length === 0 ? [] : [`${absent.length} no longer there`]),
  ];
  const unsure = absent.length > 0 && !coverage.complete ? ' (or not read)' : '';
  return parts.join(', ') + unsure;
}

const WHY: Readonly<Record<Suppressor, string>> = {
  'ignore-file': 'Suppressed by the ignore file',
  baseline: 'Known from the baseline',
  'base-image': 'From the base image',
};

/** Why a finding does not count: whose reason, until when, where that stands. */
export function whySuppressed({ by, source, reason, until }: SuppressedFinding): string {
  const end = until === undefined ? '' : `, until ${until}`;
  return `${WHY[by]} (${source}${end}): ${reason}`;
}

/** ` (3 suppressed)` behind a count; '' for none. */
export function suppressedRemark({ suppressed }: Assessment): string {
  return suppressed.length === 0 ? '' : ` (${suppressed.length} suppressed)`;
}
