import type { Assessment } from '../../assess/assessment.ts';
import { plural } from '../../base/quantities.ts';
import { familiarName } from '../../catalog/index.ts';
import type { KnownBase } from '../../explain/explanation.ts';
import { baseSentences } from '../base-words.ts';
import { type Html, html, short } from './escape.ts';

const MAX_CHAIN = 20;

/** What it was built on, how sure that is, and the images below it. */
export function baseHtml(assessment: Pick<Assessment, 'image' | 'explanation'>): Html {
  const { chain = [] } = assessment.explanation.base;
  const sentences = baseSentences(assessment);
  const told =
    sentences.length === 0
      ? html`<p>Not known: no layer of it is a known image's, and it names none.</p>`
      : html`<ul class="base">${sentences.map((sentence) => html`<li>${short(sentence)}.</li>`)}</ul>`;
  if (chain.length === 0) return told;
  return html`${told}<table class="stack"><thead><tr><th scope="col">Known image</th><th scope="col">How sure</th><th scope="col">Made</th><th scope="col">From</th></tr></thead><tbody>${chain
    .slice(0, MAX_CHAIN)
    .map(knownHtml)}</tbody></table>`;
}

function knownHtml({ name, layers, matchedBy, created, newer, source, digest, seen }: KnownBase): Html {
  const how =
    matchedBy === 'diff-ids'
      ? `computed: ${plural(layers, 'layer')} with the same content`
      : `computed: ${plural(layers, 'layer')} with the same compressed bytes`;
  const from =
    source === undefined
      ? ''
      : html`${source.by === 'build' ? 'its build says' : 'its tag is listed with'} <code>${short(`${source.repository} ${source.commit.slice(0, 12)} ${source.path}`)}</code>`;
  return html`<tr><td>${familiarName(name)}${digest === undefined ? '' : html`<div class="note"><code>${digest}</code></div>`}</td><td>${how}</td><td class="day">${created ?? ''}<div class="note">${
    newer === 0 ? `none newer known as of ${seen}` : `${newer} newer known`
  }</div></td><td>${from}</td></tr>`;
}
