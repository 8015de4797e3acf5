import type { Assessment, LayerSummary } from '../../assess/assessment.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import type { Evidence, Finding } from '../../detect/finding.ts';
import type { Instruction, StartStep } from '../../explain/explanation.ts';
import { archivesOpaque, archivesOpened } from '../archive-words.ts';
import { shortSums } from '../places.ts';
import { type Html, html } from './escape.ts';

const MAX_EVIDENCE = 50;
const MAX_FINDINGS = 500;
const MAX_STEPS = 2000;
const MAX_DEPTH = 100;
const MAX_TEXT = 4000;

export function findingsHtml({ findings, suppressed, layers }: Assessment): Html {
  const list = findings.slice(0, MAX_FINDINGS).map((finding) => findingHtml(finding, layers.length));
  const more = findings.length - list.length;
  const aside =
    suppressed.length === 0
      ? ''
      : html`<details><summary>${plural(suppressed.length, 'suppressed finding')}</summary>${suppressed
          .slice(0, MAX_FINDINGS)
          .map(
            ({ by, source, reason, finding }) =>
              html`<p class="note">${by}, ${short(source)}: ${short(reason)}</p>${findingHtml(finding, layers.length)}`,
          )}</details>`;
  return html`${findings.length === 0 ? html`<p>None.</p>` : list}${more > 0 ? html`<p>and ${plural(more, 'more finding')}</p>` : ''}${aside}`;
}

function findingHtml(finding: Finding, layers: number): Html {
  const { severity, confidence, title, why, fix, rule, attack, evidence, indicators = [] } = finding;
  return html`<article class="finding s-${severity}"><h3>${short(title)}</h3>
<p class="note"><span class="badge">${severity}</span> ${confidence} confidence · <code>${rule}</code>${attack === undefined ? '' : ` · ATT&CK ${attack}`}</p>
<p>${short(why)}</p><p><strong>What to do:</strong> ${short(fix)}</p>
<ul>${evidence.slice(0, MAX_EVIDENCE).map((one) => evidenceHtml(one, layers))}</ul>${
    evidence.length > MAX_EVIDENCE
      ? html`<p>and ${plural(evidence.length - MAX_EVIDENCE, 'more place')}</p>`
      : ''
  }${indicators
    .slice(0, MAX_EVIDENCE)
    .map(
      ({ kind, value, validation }) =>
        html`<p class="note">${kind} <code>${short(value)}</code> (${short(validation)})</p>`,
    )}</article>`;
}

function evidenceHtml({ path, line, offset, layer, goneIn, excerpt }: Evidence, layers: number): Html {
  const spots = [
    ...(line === undefined ? [] : [`line ${line}`]),
    ...(line === undefined && offset !== undefined ? [`byte ${offset}`] : []),
    ...(layer === undefined ? [] : [`layer ${layer + 1} of ${layers}`]),
    ...(goneIn === undefined ? [] : [`removed again in layer ${goneIn + 1}`]),
  ];
  return html`<li><code class="path">${short(path)}</code> <span class="note">${spots.join(', ')}</span><pre>${short(excerpt)}</pre></li>`;
}

/** Whether the image's own ENV, CMD and USER fulfil the condition. */
const HOLDS: Readonly<Record<string, string>> = {
  true: ' (holds as the image is set)',
  false: ' (does not hold as the image is set)',
};

export function startHtml({ image, explanation }: Assessment): Html {
  if (explanation.startChain.length === 0) {
    return image.bare
      ? html`<p>That is not known: a plain root file system has no configuration.</p>`
      : html`<p>Nothing: the image sets neither ENTRYPOINT nor CMD.</p>`;
  }
  const budget = { left: MAX_STEPS };
  return html`<ol class="steps">${explanation.startChain.map((step) => stepHtml(step, step.file, 0, budget))}</ol>${
    budget.left <= 0 ? html`<p>More steps are in the JSON report.</p>` : ''
  }`;
}

function stepHtml(step: StartStep, head: string, depth: number, budget: { left: number }): Html {
  if (budget.left-- <= 0) return html``;
  const { command, runs, path, kind, layer, when, taken, unknown, children } = step;
  const details = [
    ...(runs === undefined ? [] : [html`comes to <code>${short(runs)}</code>`]),
    ...(path === undefined || path === command
      ? []
      : [html`${kind} <code class="path">${short(path)}</code>`]),
    ...(layer === undefined ? [] : [html`layer ${layer + 1}`]),
    ...(when === undefined
      ? []
      : [html`<span class="when">${short(when)}${HOLDS[String(taken)] ?? ''}</span>`]),
    ...(unknown === undefined ? [] : [html`<strong>not followed: ${short(unknown)}</strong>`]),
  ];
  const inner =
    children.length === 0
      ? ''
      : depth >= MAX_DEPTH
        ? html`<p>nested more deeply than this page shows</p>`
        : html`<ol>${children.map((child) =>
            stepHtml(child, child.line === undefined ? '' : `line ${child.line}`, depth + 1, budget),
          )}</ol>`;
  const label = head === '' ? '' : html`<span class="head">${short(head)}</span> `;
  const below =
    details.length === 0
      ? ''
      : html`<div class="note">${details.map((one, i) => [i === 0 ? '' : ' · ', one])}</div>`;
  return html`<li class="${taken === false ? 'untaken' : 'taken'}">${label}<code>${short(command)}</code>${below}${inner}</li>`;
}

/** The instructions, each with the layer that it made. */
export function builtHtml({ explanation, layers, image }: Assessment): Html {
  const { instructions, notes } = explanation;
  if (instructions.length === 0)
    return html`<p>${image.bare ? 'No history comes with a plain root file system.' : 'The image carries no history.'}</p>`;
  const shown = new Set<number>();
  const rows = instructions.map((one) => {
    const first = one.layer !== undefined && !shown.has(one.layer);
    if (one.layer !== undefined) shown.add(one.layer);
    return instructionHtml(one, first && one.layer !== undefined ? layers[one.layer] : undefined);
  });
  return html`<div class="wide"><table class="built"><thead><tr><th scope="col">Layer</th><th scope="col">Size</th><th scope="col">Files</th><th scope="col">Instruction</th></tr></thead><tbody>${rows}</tbody></table></div>
${notes.slice(0, 100).map((note) => html`<p class="warning">${short(note)}</p>`)}`;
}

function instructionHtml({ text, certainty, note }: Instruction, layer: LayerSummary | undefined): Html {
  const size = layer?.size ?? layer?.compressedSize;
  const counts = layer === undefined ? '' : `+${layer.added} ~${layer.changed} −${layer.removed}`;
  return html`<tr><td>${layer === undefined ? '' : `layer ${layer.index + 1}`}</td><td>${
    layer === undefined ? '' : size === undefined ? 'not read' : formatBytes(size)
  }</td><td>${counts}</td><td><code>${short(shortSums(text))}</code>${
    certainty === 'exact' || certainty === 'normalised' ? '' : html` <span class="badge">${certainty}</span>`
  }${note === undefined ? '' : html`<div class="note">${short(note)}</div>`}</td></tr>`;
}

export function coverageHtml({ coverage, trace }: Assessment): Html {
  const { unread } = coverage;
  return html`<p>${
    coverage.complete
      ? `Every byte of ${plural(coverage.layers, 'layer')} was read: ${plural(coverage.files, 'file')}.`
      : `Not fully read: ${plural(unread.length, 'part')} missing.`
  }</p><ul>${unread.slice(0, 200).map(({ path, detail }) => html`<li>${path === undefined ? '' : html`<code>${short(path)}</code>: `}${short(detail)}</li>`)}</ul>
${archivesHtml(coverage)}${(coverage.notes ?? []).map((note) => html`<p>${short(note)}</p>`)}
<h3>Traced to its source: ${trace.level}</h3><ul>${trace.links.map(({ name, status, reason }) => html`<li><strong>${name}</strong> <span class="badge">${status}</span> ${short(reason)}</li>`)}</ul>`;
}

function archivesHtml({ nested, opaque, unopened }: Assessment['coverage']): Html {
  const opened = nested === undefined ? undefined : archivesOpened(nested);
  if (opened === undefined && unopened.count === 0) return html``;
  const listed = (opaque?.listed ?? []).slice(0, 200);
  return html`<p>${opened ?? ''}</p>${
    unopened.count === 0
      ? ''
      : html`<p>${archivesOpaque(unopened.count, opaque?.bytes)}</p><ul>${listed.map(({ path, detail }) => html`<li><code>${short(`/${path}`)}</code>: ${short(detail)}</li>`)}</ul>`
  }`;
}

export function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
