import { plural } from '../../base/quantities.ts';
import { baseHtml } from '../html/base.ts';
import { coverageHtml } from '../html/closing.ts';
import { type Html, html, short } from '../html/escape.ts';
import { factsHtml } from '../html/facts.ts';
import { pageText } from '../html/page.ts';
import { traceHtml } from '../html/trace.ts';
import { LEVEL_WORDS, whyLevel } from '../trace-words.ts';
import type { Traced } from './traced.ts';

/** One page without a script: for each image the level, the chain of links as a diagram, and what was read. */
export function traceHtmlPage(images: readonly Traced[], toolVersion: string): string {
  const title = `clearpull trace: ${images.length === 1 ? images[0]?.image.reference : plural(images.length, 'image')}`;
  return pageText(
    title,
    images.map((traced, index) => imageHtml(traced, `i${index + 1}`)),
    { toolVersion },
  );
}

function imageHtml(traced: Traced, id: string): Html {
  const { image, trace } = traced;
  const wrong = trace.links.filter(({ status }) => status === 'contradicted');
  return html`<section id="${id}"><h1>${image.reference}</h1>
<div class="verdict v-${wrong.length > 0 ? 'block' : 'plain'}"><p class="decision">${LEVEL_WORDS[trace.level]}</p>
<p class="advice">It is so because ${whyLevel(trace)}.</p>${
    wrong.length === 0
      ? html`<p>No link is contradicted.</p>`
      : html`<p class="advice">✖ ${plural(wrong.length, 'link')} ${wrong.length === 1 ? 'is' : 'are'} contradicted:</p><ul>${wrong.map(
          ({ name, reason }) => html`<li><a href="#${id}-t-${name}">${name}</a>: ${short(reason)}</li>`,
        )}</ul>`
  }</div>
${gateHtml(traced.gate)}${factsHtml(traced)}
<section><h2>How far it can be traced</h2>${traceHtml(trace, `${id}-t`)}</section>
<section><h2>What it is built on</h2>${baseHtml(traced)}</section>
<section><h2>What was read</h2>${coverageHtml(traced)}</section></section>`;
}

function gateHtml(gate: Traced['gate']): Html {
  if (gate === undefined) return html``;
  const passed = gate.unmet.length === 0;
  return html`<section><h2>What was asked for: ${passed ? '✔ passed' : '✖ not passed'}</h2><p>${short(gate.asked.join('; '))}.</p>${
    passed ? '' : html`<ul>${gate.unmet.map(({ text }) => html`<li>${short(text)}</li>`)}</ul>`
  }</section>`;
}
