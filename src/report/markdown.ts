import type { Assessment, Decision } from '../assess/assessment.ts';
import { formatBytes, plural } from '../base/quantities.ts';
import type { Evidence } from '../detect/finding.ts';
import { describeStart } from '../explain/sentences.ts';
import { formatPlatform } from '../image/platform.ts';
import { archivesOpaque } from './archive-words.ts';
import { lookCommand } from './by-hand.ts';
import { adviceOf } from './closing-words.ts';
import { isSameFile, layerOf, originOf, placeOf, shownBefore, sureness } from './evidence-words.ts';
import { accountingMarkdown } from './markdown-accounting.ts';
import { baseMarkdown } from './markdown-base.ts';
import { code, fenced, inline } from './markdown-escape.ts';
import { startMarkdown } from './markdown-start.ts';
import { suppressedMarkdown } from './markdown-suppressed.ts';
import type { ReportContext, ReportInput } from './report-context.ts';
import { summaryOf } from './table.ts';
import { linksMarkdown } from './trace/markdown.ts';
import { LEVEL_WORDS } from './trace-words.ts';

const SIGN: Readonly<Record<Decision, string>> = { block: '⛔ block', review: '⚠️ review', allow: '✅ allow' };

const MAX_REASONS = 10;
const MAX_FINDINGS = 50;
const MAX_EVIDENCE = 3;
const MAX_TEXT = 300;
const MAX_DOCKERFILE = 20_000;

/**
 * Markdown for the summary of a CI job or a pull request (GitHub's flavour). GitHub takes at most 1 MiB of
 * it, so what is long is cut. No text from an image can leave the cell, span or block that it stands in.
 */
export function renderMarkdown(input: ReportInput, context: ReportContext): string {
  const parts: string[] = [];
  if (input.several) parts.push(verdictTable(input));
  parts.push(...input.assessments.map((assessment) => imageMarkdown(assessment)));
  parts.push(`<sub>clearpull ${inline(context.toolVersion)}</sub>`);
  return `${parts.join('\n\n')}\n`;
}

function verdictTable(input: ReportInput): string {
  const rows = input.assessments.map(
    ({ image, verdict }) =>
      `| ${SIGN[verdict.decision]} | ${code(short(image.reference))} | ${inline(short(verdict.reasons[0]?.text ?? ''))} |`,
  );
  const failed = input.failed.map(
    ({ target, message }) => `| ❓ failed | ${code(short(target))} | ${inline(short(message))} |`,
  );
  return ['## clearpull', inline(summaryOf(input)), '| Verdict | Image | Why |\n|---|---|---|']
    .join('\n\n')
    .concat('\n', [...rows, ...failed].join('\n'));
}

function imageMarkdown(assessment: Assessment): string {
  const { image, verdict, coverage, explanation, trace } = assessment;
  const facts = [
    code(image.digest),
    ...(image.bare ? ['plain root file system'] : [inline(formatPlatform(image.platform))]),
    ...(image.distribution === undefined ? [] : [inline(image.distribution)]),
    `${plural(assessment.layers.length, 'layer')}, ${formatBytes(image.size)}`,
  ];
  const reasons = verdict.reasons
    .slice(0, MAX_REASONS)
    .map((reason) => `- ${inline(short(reason.text))} <sub>(${inline(reason.policy)})</sub>`);
  return [
    `## ${SIGN[verdict.decision]} ${code(short(image.reference))}`,
    `**${inline(adviceOf(assessment))}**`,
    reasons.join('\n'),
    ...findingsMarkdown(assessment),
    ...suppressedMarkdown(assessment, short),
    facts.join(' · '),
    ...baseMarkdown(assessment),
    ...accountingMarkdown(assessment),
    ...(explanation.startChain.length === 0
      ? []
      : [`What it does at start: ${inline(short(describeStart(explanation.startChain).join(' ')))}`]),
    ...details('What it does at start, step by step', startMarkdown(explanation.startChain)),
    ...details('What built it', fenced(explanation.dockerfile.slice(0, MAX_DOCKERFILE), 'dockerfile')),
    ...details(`How far it can be traced: ${LEVEL_WORDS[trace.level]}`, linksMarkdown(trace)),
    coverage.complete
      ? `Every byte of ${plural(coverage.layers, 'layer')} was read: ${plural(coverage.files, 'file')}.`
      : `**Not fully read:** ${plural(coverage.unread.length, 'part')} missing, the first: ${inline(
          short(coverage.unread[0]?.detail ?? ''),
        )}`,
    ...(coverage.unopened.count === 0
      ? []
      : [
          inline(
            `${archivesOpaque(coverage.unopened.count, coverage.opaque?.bytes)} ${short(coverage.unopened.examples.join(', '))}`,
          ),
        ]),
    ...(coverage.notes ?? []).map((note) => inline(short(note))),
  ].join('\n\n');
}

function findingsMarkdown(assessment: Assessment): readonly string[] {
  const { findings } = assessment;
  if (findings.length === 0) return [];
  const before = shownBefore(findings.slice(0, MAX_FINDINGS));
  const rows = findings.slice(0, MAX_FINDINGS).map((finding, i) => {
    const where = finding.evidence
      .slice(0, MAX_EVIDENCE)
      .map((one, at) => evidenceCell(one, assessment, before.get(one), finding.evidence[at - 1]));
    const more = finding.evidence.length - MAX_EVIDENCE;
    if (more > 0) where.push(`and ${more} more`);
    const what = `**${inline(short(finding.title))}**<br>${inline(short(finding.why))}<br>${code(finding.rule)}`;
    return `| ${i + 1} | ${finding.severity}, ${sureness(finding)} | ${what} | ${where.join('<br>')} |`;
  });
  const more = findings.length - MAX_FINDINGS;
  return [
    ['| | Severity | What | Where, how it got there, how to see it |', '|---|---|---|---|', ...rows].join(
      '\n',
    ),
    ...(more > 0 ? [`and ${plural(more, 'more finding')}`] : []),
  ];
}

/**
 * The place, the layer and instruction that it is from, what stands there, and the command that shows it; only the place
 * where an earlier finding has shown it, and only what stands there in the file of the evidence before.
 */
function evidenceCell(
  evidence: Evidence,
  assessment: Assessment,
  shownIn: number | undefined,
  previous: Evidence | undefined,
): string {
  const place = code(short(placeOf(evidence)));
  if (shownIn !== undefined) return `${place}, as in ${shownIn}`;
  const excerpt = code(short(evidence.excerpt));
  if (previous !== undefined && isSameFile(evidence, previous)) return `${place}<br>${excerpt}`;
  const origin = originOf(evidence, assessment);
  const from = origin === undefined ? '' : `, from ${code(short(origin))}`;
  const command = lookCommand(evidence, assessment)?.join(' ');
  return [
    place,
    layerOf(evidence, assessment) + from,
    excerpt,
    ...(command === undefined || command.length > MAX_TEXT ? [] : [code(`$ ${command}`)]),
  ].join('<br>');
}

function details(title: string, body: string): readonly string[] {
  return [`<details><summary>${title}</summary>\n\n${body}\n\n</details>`];
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
