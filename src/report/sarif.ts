import type { Assessment } from '../assess/assessment.ts';
import { plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import type { RuleInfo } from '../detect/detector.ts';
import { type Finding, SEVERITIES, type Severity } from '../detect/finding.ts';
import { jsonText } from './json-text.ts';
import { inline } from './markdown-escape.ts';
import type { ReportContext, ReportInput } from './report-context.ts';
import { order, sarifFindings, suppressionOf } from './sarif-findings.ts';
import { fingerprinter } from './sarif-fingerprint.ts';
import { sarifLocation, sarifRelated } from './sarif-location.ts';

/** GitHub refuses runs with more. */
const MAX_SARIF_RESULTS = 25_000;

type Notification = { readonly level: 'warning' | 'error'; readonly message: { readonly text: string } };

/**
 * SARIF 2.1.0 (OASIS, errata 01): one run over all images, because code scanning takes one run a tool. A
 * result is a finding; its message names the image and the path, its other evidence is in `relatedLocations`.
 */
export function renderSarif(input: ReportInput, context: ReportContext): string {
  const all = input.assessments.flatMap(sarifFindings);
  // What counts first, then the most severe, over all images, so that a cut takes the least important.
  const kept = all
    .toSorted((a, b) => order(a) - order(b) || rank(b.finding.severity) - rank(a.finding.severity))
    .slice(0, MAX_SARIF_RESULTS);
  const rules = rulesOf(input.assessments);
  const fingerprint = fingerprinter();
  const indexOfRule = new Map(rules.map((rule, index) => [rule.id, index]));
  const results = kept.map(({ finding, assessment, suppressed, state }) => ({
    ruleId: finding.rule,
    ruleIndex: indexOfRule.get(finding.rule) ?? -1,
    ...(state === 'absent' ? { kind: 'pass', level: 'none' } : { level: levelOf(finding.severity) }),
    ...(state === undefined ? {} : { baselineState: state }),
    ...(suppressed === undefined ? {} : { suppressions: [suppressionOf(suppressed)] }),
    message: { text: messageOf(finding, assessment) },
    locations: [sarifLocation(finding.evidence[0], assessment)],
    ...sarifRelated(finding.evidence.slice(1), assessment),
    partialFingerprints: fingerprint(finding, assessment),
    properties: {
      image: assessment.image.reference,
      imageDigest: assessment.image.digest,
      severity: finding.severity,
      confidence: finding.confidence,
      'security-severity': SECURITY_SEVERITY[finding.severity],
    },
  }));
  return jsonText({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'clearpull', version: context.toolVersion, rules } },
        invocations: [
          {
            executionSuccessful: input.failed.length === 0,
            toolExecutionNotifications: notificationsOf(input, all.length - kept.length),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results,
        properties: {
          verdicts: input.assessments.map(({ image, verdict }) => ({
            image: image.reference,
            digest: image.digest,
            decision: verdict.decision,
          })),
        },
      },
    ],
  });
}

const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.5',
  info: '0.0',
};

const PRECISION = { certain: 'very-high', high: 'high', medium: 'medium', low: 'low' } as const;

function levelOf(severity: Severity): 'error' | 'warning' | 'note' {
  if (severity === 'critical' || severity === 'high') return 'error';
  return severity === 'medium' ? 'warning' : 'note';
}

function rank(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function messageOf(finding: Finding, { image }: Assessment): string {
  const [first] = finding.evidence;
  const layer = first.layer === undefined ? '' : `, layer ${first.layer + 1}`;
  const place = `${first.path}${layer}`;
  return visible(`${finding.title} in image ${image.reference} (${place}). ${finding.why}`).slice(0, 4000);
}

/** A descriptor for each rule that a finding names, as severe as the worst of its findings. */
function rulesOf(assessments: readonly Assessment[]) {
  const known = new Map<string, RuleInfo>(
    assessments.flatMap(({ rules }) => rules).map((rule) => [rule.id, rule]),
  );
  const worst = new Map<string, Finding>();
  for (const { finding } of assessments.flatMap(sarifFindings)) {
    const before = worst.get(finding.rule);
    if (before === undefined || rank(finding.severity) > rank(before.severity))
      worst.set(finding.rule, finding);
  }
  return [...worst.keys()].sort().map((id) => descriptorOf(worst.get(id) as Finding, known.get(id)));
}

function descriptorOf(finding: Finding, rule: RuleInfo | undefined) {
  const title = visible(rule?.title ?? finding.title);
  const description = visible(rule?.description ?? finding.why);
  const fix = visible(finding.fix);
  const attack = rule?.attack ?? finding.attack;
  return {
    id: finding.rule,
    name: finding.rule.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) =>
      letter.toUpperCase(),
    ),
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: {
      text: `${description}\n\nWhat to do: ${fix}`,
      markdown: `${inline(description)}\n\n**What to do:** ${inline(fix)}`,
    },
    defaultConfiguration: { level: levelOf(finding.severity) },
    properties: {
      tags: ['security', finding.category, ...(attack === undefined ? [] : [`external/attack/${attack}`])],
      precision: PRECISION[finding.confidence],
      'security-severity': SECURITY_SEVERITY[finding.severity],
    },
  };
}

/** What could not be checked or read, or be reported. */
function notificationsOf({ assessments, failed }: ReportInput, cut: number): Notification[] {
  const notifications: Notification[] = failed.map(({ target, message }) => ({
    level: 'error',
    message: { text: visible(`${target} was not checked: ${message}`) },
  }));
  for (const { image, coverage } of assessments) {
    if (coverage.complete) continue;
    const text = `${image.reference} was not fully read: ${plural(coverage.unread.length, 'part')} missing.`;
    notifications.push({ level: 'warning', message: { text: visible(text) } });
  }
  if (cut > 0) {
    const text = `${plural(cut, 'result')} left out: code scanning takes ${MAX_SARIF_RESULTS} a run.`;
    notifications.push({ level: 'warning', message: { text } });
  }
  return notifications;
}
