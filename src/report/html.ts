import type { Assessment } from '../assess/assessment.ts';
import { accountingHtml } from './html/accounting.ts';
import { baseHtml } from './html/base.ts';
import { builtHtml } from './html/built.ts';
import { coverageHtml, nextHtml } from './html/closing.ts';
import { type Html, html, short } from './html/escape.ts';
import { factsHtml } from './html/facts.ts';
import { filesHtml } from './html/files.ts';
import { findingsHtml } from './html/findings.ts';
import { pageText } from './html/page.ts';
import { SCRIPT } from './html/script.ts';
import { startHtml } from './html/start.ts';
import { traceHtml } from './html/trace.ts';
import { treemap } from './html/treemap.ts';
import { SIGN, verdictHtml } from './html/verdict.ts';
import type { ReportContext, ReportInput } from './report-context.ts';
import { summaryOf } from './table.ts';
import { LEVEL_WORDS } from './trace-words.ts';

/** One page about images, with every view of the text report, a treemap and the tree of files, for which alone it has a script. */
export function renderHtml(input: ReportInput, { toolVersion }: ReportContext): string {
  const { assessments, several } = input;
  const title = several ? 'clearpull report' : `clearpull: ${assessments[0]?.image.reference ?? 'report'}`;
  const images = assessments.map((assessment, index) => imageHtml(assessment, `i${index + 1}`, several));
  return pageText(title, several ? [overview(input), ...images] : images, { toolVersion, script: SCRIPT });
}

function overview(input: ReportInput): Html {
  const rows = input.assessments.map(
    ({ image, verdict, findings }, index) =>
      html`<tr><td class="v-${verdict.decision}">${SIGN[verdict.decision]}</td><td><a href="#i${index + 1}">${image.reference}</a></td><td>${findings.length} found</td><td>${short(verdict.reasons[0]?.text ?? '')}</td></tr>`,
  );
  const failed = input.failed.map(
    ({ target, message }) =>
      html`<tr><td>? failed</td><td>${target}</td><td></td><td>${short(message)}</td></tr>`,
  );
  return html`<h1>clearpull report</h1><p>${summaryOf(input)}</p><table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Image</th><th scope="col">Found</th><th scope="col">Why</th></tr></thead><tbody>${rows}${failed}</tbody></table>`;
}

function imageHtml(assessment: Assessment, id: string, several: boolean): Html {
  const { image, findings, trace } = assessment;
  const parts: readonly (readonly [string, string, Html])[] = [
    [
      'findings',
      findings.length === 0 ? 'What was found' : `What was found (${findings.length})`,
      findingsHtml(assessment, id),
    ],
    ['start', 'What it does at start', startHtml(assessment)],
    ['built', 'What built it', builtHtml(assessment)],
    ['base', 'What it is built on', baseHtml(assessment)],
    ['accounting', 'What accounts for the programs', accountingHtml(assessment)],
    ['trace', `How far it can be traced: ${LEVEL_WORDS[trace.level]}`, traceHtml(trace, `${id}-t`)],
    ['size', 'What takes the room', treemap(assessment)],
    ['files', 'Files', filesHtml(assessment, id)],
    ['read', 'What was read', coverageHtml(assessment)],
    ['next', 'What next', nextHtml(assessment)],
  ];
  const heading = several
    ? html`<h1 class="again">${image.reference}</h1>`
    : html`<h1>${image.reference}</h1>`;
  return html`<section id="${id}">${heading}
${verdictHtml(assessment, id)}
${factsHtml(assessment)}
<nav aria-label="Parts of the report${several ? ` on ${image.reference}` : ''}"><ul>${parts.map(([name, title]) => html`<li><a href="#${id}-${name}">${title}</a></li>`)}</ul></nav>
${parts.map(
  ([name, title, body]) => html`<section id="${id}-${name}"><h2>${title}</h2>${body}</section>
`,
)}</section>`;
}
