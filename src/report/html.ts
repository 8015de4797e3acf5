import type { Assessment } from '../assess/assessment.ts';
import { accountingHtml } from './html/accounting.ts';
import { baseHtml } from './html/base.ts';
import { builtHtml } from './html/built.ts';
import { coverageHtml, nextHtml } from './html/closing.ts';
import { type Html, html } from './html/escape.ts';
import { factsHtml } from './html/facts.ts';
import { filesHtml } from './html/files.ts';
import { findingsHtml } from './html/findings.ts';
import { overviewHtml } from './html/overview.ts';
import { pageText } from './html/page.ts';
import { SCRIPT } from './html/script.ts';
import { startHtml } from './html/start.ts';
import { traceHtml } from './html/trace.ts';
import { treemap } from './html/treemap.ts';
import { verdictHtml } from './html/verdict.ts';
import type { ReportContext, ReportInput } from './report-context.ts';
import { LEVEL_WORDS } from './trace-words.ts';

/** One page about images, with every view of the text report, a treemap and the tree of files, for which alone it has a script. */
export function renderHtml(input: ReportInput, { toolVersion }: ReportContext): string {
  const { assessments, several } = input;
  const title = several ? 'clearpull report' : `clearpull: ${assessments[0]?.image.reference ?? 'report'}`;
  const images = assessments.map((assessment, index) => imageHtml(assessment, `i${index + 1}`, several));
  return pageText(title, several ? [overviewHtml(input), ...images] : images, {
    toolVersion,
    script: SCRIPT,
  });
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
<nav aria-label="Parts of the report${several ? ` on ${image.reference}` : ''}"><ul>${several ? html`<li><a href="#images">All images</a></li>` : ''}${parts.map(([name, title]) => html`<li><a href="#${id}-${name}">${title}</a></li>`)}</ul></nav>
${parts.map(
  ([name, title, body]) => html`<section id="${id}-${name}"><h2>${title}</h2>${body}</section>
`,
)}</section>`;
}
