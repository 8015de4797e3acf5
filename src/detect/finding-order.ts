import { CONFIDENCES, type Finding, SEVERITIES, type Severity } from './finding.ts';

/** Most severe first, then most certain, then by rule, path, layer, line and title: the same order always. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    bySeverity(a, b) ||
    CONFIDENCES.indexOf(b.confidence) - CONFIDENCES.indexOf(a.confidence) ||
    compare(a.rule, b.rule) ||
    compare(a.evidence[0].path, b.evidence[0].path) ||
    (a.evidence[0].layer ?? -1) - (b.evidence[0].layer ?? -1) ||
    (a.evidence[0].line ?? 0) - (b.evidence[0].line ?? 0) ||
    compare(a.title, b.title)
  );
}

/** Most severe first. */
export function bySeverity(a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number {
  return SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
}

/** One step less severe; `info` stays. */
export function lower(severity: Severity, steps = 1): Severity {
  return SEVERITIES[Math.max(0, SEVERITIES.indexOf(severity) - steps)] ?? 'info';
}

/** The less severe of two. */
export function atMost(severity: Severity, limit: Severity): Severity {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit) ? severity : limit;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
