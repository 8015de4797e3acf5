import { createHash } from 'node:crypto';
import type { Assessment, Decision } from '../assess/assessment.ts';
import { formatBytes, plural } from '../base/quantities.ts';
import { formatPlatform } from '../image/platform.ts';
import { baseSentences } from './base-words.ts';
import { dataBlock, type Html, html } from './html/escape.ts';
import { filesData } from './html/files-data.ts';
import { SCRIPT } from './html/script.ts';
import { builtHtml, coverageHtml, findingsHtml, short, startHtml } from './html/sections.ts';
import { STYLE } from './html/style.ts';
import { treemap } from './html/treemap.ts';
import type { ReportContext, ReportInput } from './report-context.ts';
import { summaryOf } from './table.ts';

const SIGN: Readonly<Record<Decision, string>> = { block: '✖ block', review: '▲ review', allow: '✔ allow' };

/**
 * One page that needs nothing else: no request, no script but its own. The script, which only shows the tree of files,
 * and the style are named by their hashes in the page's policy; any other would not run. Everything else can be
 * read without a script.
 */
export function renderHtml(input: ReportInput, context: ReportContext): string {
  const { assessments, several } = input;
  const title = several ? 'clearpull report' : `clearpull: ${assessments[0]?.image.reference ?? 'report'}`;
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title.slice(0, 300)}</title>
<style>${{ html: STYLE }}</style></head><body>
<a class="skip" href="#main">Skip to the report</a>
<main id="main">`;
  const body = assessments.map((assessment, index) => imageHtml(assessment, `i${index + 1}`, several));
  const tail = html`</main><footer><p>clearpull ${context.toolVersion}</p></footer>
<script>${{ html: SCRIPT }}</script></body></html>
`;
  return [head, several ? overview(input) : html``, ...body, tail].map((part) => part.html).join('\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function overview(input: ReportInput): Html {
  const rows = input.assessments.map(
    ({ image, verdict, findings }, index) =>
      html`<tr><td class="v-${verdict.decision}">${SIGN[verdict.decision]}</td><td><a href="#i${index + 1}">${image.reference}</a></td><td>${findings.length}</td><td>${short(verdict.reasons[0]?.text ?? '')}</td></tr>`,
  );
  const failed = input.failed.map(
    ({ target, message }) =>
      html`<tr><td>? failed</td><td>${target}</td><td></td><td>${short(message)}</td></tr>`,
  );
  return html`<h1>clearpull report</h1><p>${summaryOf(input)}</p><div class="wide"><table><thead><tr><th scope="col">Verdict</th><th scope="col">Image</th><th scope="col">Found</th><th scope="col">Why</th></tr></thead><tbody>${rows}${failed}</tbody></table></div>`;
}

function imageHtml(assessment: Assessment, id: string, several: boolean): Html {
  const { image, verdict, layers } = assessment;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Digest', image.digest],
    ['Platform', image.bare ? 'plain root file system' : formatPlatform(image.platform)],
    ['Distribution', image.distribution],
    ['Made', image.created],
    ['Size', `${plural(layers.length, 'layer')}, ${formatBytes(image.size)}`],
    ['Runs as', image.bare ? undefined : image.user],
    ['Ports', image.exposedPorts.join(', ') || undefined],
  ];
  const parts: readonly (readonly [string, string, Html])[] = [
    ['findings', 'Findings', findingsHtml(assessment)],
    ['start', 'What it does at start', startHtml(assessment)],
    ['built', 'What built it', builtHtml(assessment)],
    ['size', 'What takes the room', treemap(assessment)],
    ['files', 'Files', filesHtml(assessment, id)],
    ['read', 'What was read', coverageHtml(assessment)],
  ];
  const heading = several
    ? html`<h1 class="again">${image.reference}</h1>`
    : html`<h1>${image.reference}</h1>`;
  return html`<section id="${id}">${heading}
<div class="verdict v-${verdict.decision}"><p class="decision">${SIGN[verdict.decision]}</p><ul>${verdict.reasons
    .slice(0, 50)
    .map(
      ({ text, policy }) => html`<li>${short(text)} <span class="note">(${policy})</span></li>`,
    )}</ul></div>
<dl>${facts.flatMap(([name, value]) => (value ? [html`<div><dt>${name}</dt><dd>${short(value)}</dd></div>`] : []))}</dl>
${baseHtml(assessment)}<nav aria-label="Parts of the report"><ul>${parts.map(([name, title]) => html`<li><a href="#${id}-${name}">${title}</a></li>`)}</ul></nav>
${parts.map(
  ([name, title, body]) => html`<section id="${id}-${name}"><h2>${title}</h2>${body}</section>
`,
)}</section>`;
}

function baseHtml(assessment: Assessment): Html {
  const sentences = baseSentences(assessment);
  return sentences.length === 0
    ? html``
    : html`<ul class="base" aria-label="Base">${sentences.map((sentence) => html`<li>${short(sentence)}</li>`)}</ul>`;
}

function filesHtml({ files, layers, ...rest }: Assessment, id: string): Html {
  if (files === undefined)
    return html`<p>The list of files is not in this page: it was made from a saved report. <code>clearpull check -f html</code> on the image itself puts it in.</p>`;
  const data = dataBlock(filesData(files, { layers, ...rest }));
  const options = layers.map(({ index }) => html`<option value="${index}">layer ${index + 1}</option>`);
  return html`<noscript><p>The list of files needs JavaScript; everything else on this page does not.</p></noscript>
<div class="files" hidden><div class="controls"><label>Search <input type="search" autocomplete="off"></label>
<label>From <select><option value="">all layers</option>${options}</select></label>
<label><input type="checkbox" checked> removed files too</label> <span class="count" role="status"></span></div>
<div class="tree" role="tree" tabindex="0" aria-label="Files of the image"><div class="room"></div></div>
<div class="view" aria-live="polite"><p class="note">Choose a file to see where it comes from.</p></div></div>
${files.leftOut > 0 ? html`<p>${plural(files.leftOut, 'more path')} ${files.leftOut === 1 ? 'is' : 'are'} not listed.</p>` : ''}
<script type="application/json" class="files-data" data-of="${id}">${{ html: data }}</script>`;
}
