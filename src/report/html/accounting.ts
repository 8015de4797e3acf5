import type { Assessment, LayerSummary } from '../../assess/assessment.ts';
import { formatCount } from '../../base/quantities.ts';
import { LISTED_BY_NONE, type ProgramToLookAt } from '../../explain/accounting/accounting.ts';
import { accountingLine, databasesLine, sourceLine } from '../accounting-words.ts';
import { shortSums } from '../places.ts';
import { type Html, html, short } from './escape.ts';

/** Rows in sight; as many again and more are folded away. */
const MAX_OPEN = 25;
const MAX_ROWS = 1000;
const MAX_NOTES = 100;

/** What accounts for the programs, and those that nothing accounts for, what runs at start first. */
export function accountingHtml({ accounting, layers }: Assessment): Html {
  if (accounting === undefined)
    return html`<p>Not known: this page was made from a report of an older version.</p>`;
  const { total, changed, unlisted, changedFiles, unaccounted, source, notes } = accounting;
  if (total === 0) return html`<p>The image has no programs, libraries or scripts.</p>`;
  return html`<p><strong>${accountingLine(accounting)}.</strong></p>
<p>${short(databasesLine(accounting))} What a package lists with the same digest, what lies in a known base image or in the source given is accounted for; the rest is what to look at first.</p>
${source === undefined ? '' : html`<p>${sourceLine(source)}</p>`}
${notes.slice(0, MAX_NOTES).map((note) => html`<p class="warning">${short(note)}</p>`)}
${tables('Changed: listed by a package, but with other bytes', changed, changedFiles, layers)}
${tables('Accounted for by nothing', unlisted, unaccounted, layers)}`;
}

function tables(
  title: string,
  count: number,
  files: readonly ProgramToLookAt[],
  layers: readonly LayerSummary[],
): Html {
  if (count === 0) return html``;
  const open = files.slice(0, MAX_OPEN);
  const folded = files.slice(MAX_OPEN, MAX_ROWS);
  const left = count - open.length - folded.length;
  return html`<h3>${title} (${formatCount(count)})</h3>${table(open, layers)}${
    folded.length === 0
      ? ''
      : html`<details><summary>${formatCount(folded.length)} more</summary>${table(folded, layers)}</details>`
  }${left > 0 ? html`<p>and ${formatCount(left)} more (-f json lists them)</p>` : ''}`;
}

function table(files: readonly ProgramToLookAt[], layers: readonly LayerSummary[]): Html {
  // Without a package database, nothing is known of any.
  const known = files.some(({ why, says }) => why !== LISTED_BY_NONE || says !== undefined);
  return html`<table class="programs stack"><thead><tr><th scope="col">Program</th><th scope="col">Put there by</th>${known ? html`<th scope="col">What is known of it</th>` : ''}</tr></thead><tbody>${files.map(
    (file) => rowHtml(file, layers, known),
  )}</tbody></table>`;
}

function rowHtml(
  { path, kind, layer, atStart, why, says }: ProgramToLookAt,
  layers: readonly LayerSummary[],
  known: boolean,
): Html {
  const origin = shortSums(layers[layer]?.instruction ?? 'no instruction known');
  return html`<tr><td><code class="path">${short(path, 400)}</code> <span class="note">${kind}</span>${
    atStart ? html` <span class="badge start">runs at start</span>` : ''
  }</td><td>layer ${layer + 1}<div class="note"><code>${short(origin, 120)}</code></div></td>${
    known
      ? html`<td>${why === LISTED_BY_NONE ? '' : short(why, 400)}${
          says === undefined ? '' : html`<div class="note">It says it is ${short(says, 400)}.</div>`
        }</td>`
      : ''
  }</tr>`;
}
