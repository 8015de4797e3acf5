import type { Assessment } from '../../assess/assessment.ts';
import { plural } from '../../base/quantities.ts';
import type { Evidence, Finding } from '../../detect/finding.ts';
import { copyCommand, lookCommand } from '../by-hand.ts';
import { isSameFile, layerOf, originOf, placeOf, shownBefore, sureness } from '../evidence-words.ts';
import { baselineLine, suppressedLine, whySuppressed } from '../suppressed-words.ts';
import { type Html, html, short } from './escape.ts';

/** Places in sight; further ones are folded away. */
const MAX_OPEN = 3;
const MAX_EVIDENCE = 50;
const MAX_FINDINGS = 500;
const MAX_NOTES = 100;

/** What a finding is shown with. */
interface Shown {
  readonly assessment: Assessment;
  /** Of the image in the page. */
  readonly id: string;
  /** Evidence that an earlier finding, by its number, has shown. */
  readonly before: ReadonlyMap<Evidence, number>;
}

/** Each finding: what, why, where, how it got there, what to do, and how to see it with one's own eyes. */
export function findingsHtml(assessment: Assessment, id: string): Html {
  const { findings } = assessment;
  const told = findings.slice(0, MAX_FINDINGS);
  const shown = { assessment, id, before: shownBefore(told) };
  const list = told.map((finding, i) => findingHtml(finding, shown, `${id}-f${i + 1}`));
  const more = findings.length - list.length;
  return html`${findings.length === 0 ? html`<p>None.</p>` : html`${byHandHtml(assessment)}${list}`}${
    more > 0 ? html`<p>and ${plural(more, 'more finding')}</p>` : ''
  }${suppressedHtml(assessment, id)}`;
}

/** How the commands below are meant. */
function byHandHtml(assessment: Assessment): Html {
  const copy = copyCommand(assessment);
  if (copy !== undefined)
    return html`<p>To see for yourself: copy the image with this (nothing in it runs), then the <code>$</code> lines below show each place. <code class="command">$ ${short(copy.join(' '))}</code></p>`;
  return assessment.findings.some(({ evidence }) => lookCommand(evidence[0], assessment) !== undefined)
    ? html`<p>To see for yourself: the <code>$</code> lines below read each place from the files; nothing is run.</p>`
    : html``;
}

function findingHtml(finding: Finding, shown: Shown, anchor?: string): Html {
  const { severity, title, why, fix, rule, attack, evidence, indicators = [] } = finding;
  const places = evidence
    .slice(0, MAX_EVIDENCE)
    .map((one, i) => html`<li>${evidenceHtml(one, shown, evidence[i - 1])}</li>`);
  const folded = places.slice(MAX_OPEN);
  const left = evidence.length - places.length;
  return html`<article class="finding s-${severity}"${anchor === undefined ? '' : html` id="${anchor}"`}><h3>${short(title)}</h3>
<p class="note"><span class="badge">${severity}</span> ${sureness(finding)} · <code>${rule}</code>${attack === undefined ? '' : ` · ATT&CK ${attack}`}</p>
<p>${short(why)}</p><p><strong>What to do:</strong> ${short(fix)}</p>
<ul>${places.slice(0, MAX_OPEN)}</ul>${
    folded.length === 0
      ? ''
      : html`<details><summary>${plural(folded.length, 'more place')}</summary><ul>${folded}</ul></details>`
  }${left > 0 ? html`<p>and ${plural(left, 'more place')} (-f json lists them)</p>` : ''}${indicators
    .slice(0, MAX_EVIDENCE)
    .map(
      ({ kind, value, validation }) =>
        html`<p class="note">${kind} <code>${short(value)}</code> (${short(validation)})</p>`,
    )}</article>`;
}

/** The place; where it comes from and how to see it, unless it is in the file of the one before; what stands there. */
function evidenceHtml(evidence: Evidence, { assessment, id, before }: Shown, previous?: Evidence): Html {
  const place = html`<code class="path">${short(placeOf(evidence))}</code>`;
  const number = before.get(evidence);
  if (number !== undefined)
    return html`${place} <span class="note">shown in <a href="#${id}-f${number}">finding ${number}</a></span>`;
  const excerpt = html`<pre>${short(evidence.excerpt)}</pre>`;
  if (previous !== undefined && isSameFile(evidence, previous)) return html`${place}${excerpt}`;
  const origin = originOf(evidence, assessment);
  const command = lookCommand(evidence, assessment)?.join(' ');
  return html`${place}<div class="note">${layerOf(evidence, assessment)}${
    origin === undefined ? '' : html`, from <code>${short(origin, 400)}</code>`
  }</div>${excerpt}${command === undefined ? '' : html`<code class="command">$ ${short(command)}</code>`}`;
}

/** What was found and does not count, folded away. */
function suppressedHtml(assessment: Assessment, id: string): Html {
  const { suppressed, suppressionNotes } = assessment;
  const baseline = baselineLine(assessment);
  const shown = { assessment, id, before: new Map() };
  const list = suppressed
    .slice(0, MAX_FINDINGS)
    .map((one) => html`<p class="note">${short(whySuppressed(one))}</p>${findingHtml(one.finding, shown)}`);
  return html`${baseline === '' ? '' : html`<p>${short(baseline)}.</p>`}${suppressionNotes
    .slice(0, MAX_NOTES)
    .map((note) => html`<p class="warning">${short(note)}</p>`)}${
    suppressed.length === 0
      ? ''
      : html`<details><summary>${suppressedLine(suppressed)}</summary>${list}</details>`
  }`;
}
