import type { Assessment, LayerSummary } from '../../assess/assessment.ts';
import { formatBytes, formatCount, plural } from '../../base/quantities.ts';
import { type Instruction, type InstructionMismatch, layOut } from '../../explain/index.ts';
import { mismatchWords } from '../mismatch-words.ts';
import { shortSums } from '../places.ts';
import { noHistory } from '../start-words.ts';
import { type Html, html, short } from './escape.ts';

const MAX_ROWS = 5000;
const MAX_NOTES = 100;
const WIDTH = 100;

/** The instructions, each with the layer that it made and in what that does not fit it. */
export function builtHtml({ explanation, layers, image }: Assessment): Html {
  const { instructions, notes, base } = explanation;
  if (instructions.length === 0) return html`<p>${noHistory(image)}</p>`;
  const shown = new Set<number>();
  const said = new Set<string>();
  const ofBase = base.chain?.[0]?.layers ?? 0;
  const rows = instructions.slice(0, MAX_ROWS).map((one) => {
    const first = one.layer !== undefined && !shown.has(one.layer);
    if (one.layer !== undefined) shown.add(one.layer);
    const layer = first && one.layer !== undefined ? layers[one.layer] : undefined;
    const cells = layer === undefined ? html`<td></td><td></td><td></td>` : layerCells(layer, ofBase);
    return html`<tr>${cells}<td>${instructionHtml(one, said)}</td></tr>`;
  });
  const more = instructions.length - rows.length;
  return html`${mismatchSummary(instructions)}
<table class="built stack"><thead><tr><th scope="col">Layer</th><th scope="col">Size</th><th scope="col">Files</th><th scope="col">Instruction, won back from the history</th></tr></thead><tbody>${rows}</tbody></table>
${more > 0 ? html`<p>and ${plural(more, 'more instruction')}</p>` : ''}
${notes.slice(0, MAX_NOTES).map((note) => html`<p class="warning">${short(note)}</p>`)}`;
}

/** How many instructions do not fit their layers, where any is more than usual. */
function mismatchSummary(instructions: readonly Instruction[]): Html {
  const odd = instructions.filter(({ mismatches = [] }) =>
    mismatches.some(({ weight }) => weight !== 'information'),
  ).length;
  if (odd === 0) return html``;
  return html`<p class="warning">${odd === 1 ? 'One instruction does' : `${formatCount(odd)} instructions do`} not fit what the layer holds (marked below). That shows that the history is not the whole truth, not why.</p>`;
}

/** `said` holds the notes that stand above: each is said once, as it holds of all lines alike. */
function instructionHtml(instruction: Instruction, said: Set<string>): Html {
  const { certainty, note, mismatches = [] } = instruction;
  const lines = layOut({ ...instruction, text: shortSums(instruction.text) }, WIDTH);
  const badge =
    certainty === 'exact' || certainty === 'normalised'
      ? ''
      : html` <span class="badge c-${certainty}">${certainty.replace('-', ' ')}</span>`;
  const noted = note === undefined || (said.has(note) && certainty !== 'contradicted') ? '' : note;
  said.add(noted);
  const style = certainty === 'contradicted' ? 'warning' : 'note';
  return html`<code class="lines">${lines.map((line, i) => [NEWLINE[Math.min(i, 1)] ?? '', short(line)])}</code>${badge}${
    noted === '' ? '' : html`<div class="${style}">${short(noted)}</div>`
  }${mismatches.map(mismatchHtml)}`;
}

/** Before the first line, and before any other. */
const NEWLINE: readonly Html[] = [{ html: '' }, { html: '\n' }];

function layerCells({ index, size, added, changed, removed }: LayerSummary, ofBase: number): Html {
  const counts = [
    ...(added > 0 ? [`${formatCount(added)} added`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} changed`] : []),
    ...(removed > 0 ? [`${formatCount(removed)} removed`] : []),
  ];
  return html`<td>layer ${index + 1}${index < ofBase ? html` <span class="badge">base</span>` : ''}</td><td>${
    size === undefined ? 'not read' : formatBytes(size)
  }</td><td>${counts.join(', ')}</td>`;
}

function mismatchHtml(mismatch: InstructionMismatch): Html {
  const { weight } = mismatch;
  return html`<div class="${weight === 'information' ? 'note' : 'warning'}"><span class="badge">${weight}</span> ${short(mismatchWords(mismatch, 10))}</div>`;
}
