import type { Assessment, LayerSummary } from '../../assess/assessment.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import type { Instruction } from '../../explain/explanation.ts';
import { shortSums } from '../places.ts';
import { noHistory } from '../start-words.ts';
import { padStart } from './layout.ts';
import type { Page } from './page.ts';

const FOLD_ABOVE = 40;
const HEAD = 8;
const TAIL = 30;
const MAX_NOTES = 10;

/** The Dockerfile as far as it can be won back, with each layer's number and uncompressed size. */
export function writeBuilt({ image, explanation, layers }: Assessment, page: Page): void {
  const { instructions, notes } = explanation;
  page.section('What built it', instructions.length === 0 ? '' : 'layer and size, then the instruction');
  if (instructions.length === 0) {
    page.text(noHistory(image));
  }
  const fold = !page.verbose && instructions.length > FOLD_ABOVE;
  const head = fold ? instructions.slice(0, HEAD) : instructions;
  const gutters = guttersOf(instructions);
  const write = (instruction: Instruction, i: number): void =>
    writeInstruction(instruction, gutters[i] ?? { tie: ' ' }, layers, page);
  for (const [i, instruction] of head.entries()) write(instruction, i);
  if (fold) {
    page.line(`… ${plural(instructions.length - HEAD - TAIL, 'line')} left out (-v shows all)`, {
      indent: GAP,
      style: 'dim',
    });
    const from = instructions.length - TAIL;
    for (const [i, instruction] of instructions.slice(from).entries()) write(instruction, from + i);
  }
  for (const note of notes.slice(0, page.verbose ? notes.length : MAX_NOTES)) {
    page.text(note, { first: '  ! ', indent: '    ', style: 'warning', maxLines: 3 });
  }
}

const GAP = ' '.repeat(17);
const NO_LAYER = ' '.repeat(15);

/** Begins a layer that instructions share, goes on with it, ends it; or stands alone. */
type Tie = '┌' | '│' | '└' | ' ';

interface Gutter {
  /** The layer that the instruction is the first of. */
  readonly layer?: number;
  readonly tie: Tie;
}

/**
 * What stands before each instruction. A layer that several made together, as buildah does by default, is
 * numbered once and tied from the first to the last that could have changed a file.
 */
function guttersOf(instructions: readonly Instruction[]): readonly Gutter[] {
  const last = new Map<number, number>();
  for (const [i, { layer, keyword }] of instructions.entries()) {
    if (layer !== undefined && (!last.has(layer) || CHANGES_FILES.has(keyword))) last.set(layer, i);
  }
  const numbered = new Set<number>();
  let end = -1;
  return instructions.map(({ layer }, i) => {
    if (i <= end) return { tie: i === end ? '└' : '│' };
    if (layer === undefined || numbered.has(layer)) return { tie: ' ' };
    numbered.add(layer);
    end = last.get(layer) ?? i;
    return { layer, tie: end > i ? '┌' : ' ' };
  });
}

const CHANGES_FILES: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);

function writeInstruction(
  instruction: Instruction,
  gutter: Gutter,
  layers: readonly LayerSummary[],
  page: Page,
): void {
  const layer = gutter.layer === undefined ? undefined : layers[gutter.layer];
  const first = `${layer === undefined ? NO_LAYER : numberAndSize(layer)}${gutter.tie} `;
  if (page.verbose) page.text(instruction.text, { first, indent: `${GAP}  `, maxLines: 40 });
  else page.line(shortSums(instruction.text), { indent: first });
  if (page.verbose && layer !== undefined) {
    const { added, changed, removed } = layer;
    page.line(`${plural(added, 'file')} added, ${changed} changed, ${removed} removed`, {
      indent: GAP,
      style: 'dim',
    });
  }
  // What is merely lost is normal; a contradiction is not.
  if (instruction.note !== undefined && (page.verbose || instruction.certainty === 'contradicted')) {
    page.text(instruction.note, { first: `${GAP}! `, indent: `${GAP}  `, style: 'warning', maxLines: 2 });
  }
}

function numberAndSize({ index, size, compressedSize }: LayerSummary): string {
  const bytes = size ?? compressedSize;
  return ` ${padStart(String(index + 1), 4)} ${padStart(bytes === undefined ? 'not read' : formatBytes(bytes), 8)} `;
}
