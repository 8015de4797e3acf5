import type { LayerSummary } from '../../assess/assessment.ts';
import type { Description } from '../../assess/describe.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import { type Instruction, type InstructionMismatch, layOut } from '../../explain/index.ts';
import { mismatchWords } from '../mismatch-words.ts';
import { shortSums } from '../places.ts';
import { noHistory } from '../start-words.ts';
import type { Page } from '../text/page.ts';
import { CERTAINTY_LEGEND, CERTAINTY_SIGN } from './certainty.ts';

const MAX_NOTES = 20;
/** Lines of one instruction; -v shows all. */
const MAX_LINES = 30;
/** Instructions shown; -v shows all, -f dockerfile always does. */
const MAX_INSTRUCTIONS = 400;

/** The Dockerfile, each instruction with how sure it is, what of it is lost, and the layer that it made. */
export function writeDockerfile({ image, explanation, layers }: Description, page: Page): void {
  const { instructions, notes, dockerfile } = explanation;
  page.section('What built it', instructions.length === 0 ? '' : CERTAINTY_LEGEND);
  if (instructions.length === 0) {
    page.text(noHistory(image));
  }
  for (const line of headOf(dockerfile)) page.text(line, { maxLines: 4 });
  const said = new Set<string>();
  let at: number | undefined;
  const shown = page.verbose ? instructions : instructions.slice(0, MAX_INSTRUCTIONS);
  for (const instruction of shown) {
    const layer = instruction.layer === undefined ? undefined : layers[instruction.layer];
    if (layer !== undefined && layer.index !== at) {
      page.blank();
      page.text(layerLine(layer), { style: 'dim' });
    } else if (layer === undefined && at !== undefined) page.blank();
    at = layer?.index;
    writeInstruction(instruction, page, said);
  }
  if (shown.length < instructions.length) {
    page.line(`and ${plural(instructions.length - shown.length, 'more instruction')} (-v shows all)`);
  }
  if (notes.length > 0) page.blank();
  for (const note of notes.slice(0, page.verbose ? notes.length : MAX_NOTES)) {
    page.text(note, { first: '  ! ', indent: '    ', style: 'warning', maxLines: 4 });
  }
}

/** What the Dockerfile says before its first instruction, FROM among it. */
function headOf(dockerfile: string): readonly string[] {
  const lines = dockerfile.slice(0, 20_000).split('\n', 40);
  const from = lines.findIndex((line) => /^(?:FROM |# FROM)/.test(line));
  const head = lines.slice(0, from + 1).map((line) => line.replace(/^# /, ''));
  // FROM stands behind its own comment.
  if (from !== -1 && lines[from + 1]?.startsWith('FROM ') === true) head.push(lines[from + 1] as string);
  return head.filter((line) => line !== '');
}

function layerLine({ index, size, compressedSize, added, changed, removed }: LayerSummary): string {
  if (size === undefined) {
    const stored = compressedSize === undefined ? '' : ` (${formatBytes(compressedSize)} as stored)`;
    return `layer ${index + 1}: not read${stored}`;
  }
  return `layer ${index + 1}: ${formatBytes(size)}; ${plural(added, 'file')} added, ${changed} changed, ${removed} removed`;
}

/** What is no instruction, as a line of a Dockerfile could hold it; some tools write a comment themselves. */
function asComment(text: string): string {
  return text.startsWith('#') ? text : `# ${text}`;
}

function writeInstruction(instruction: Instruction, page: Page, said: Set<string>): void {
  const { certainty, mismatches = [] } = instruction;
  const sign = `  ${CERTAINTY_SIGN[certainty]} `;
  const width = page.width - sign.length;
  const shortened = { ...instruction, text: shortSums(instruction.text) };
  const lines = instruction.keyword === 'UNKNOWN' ? [asComment(shortened.text)] : layOut(shortened, width);
  const shown = page.verbose ? lines : lines.slice(0, MAX_LINES);
  const style = certainty === 'contradicted' ? { style: 'warning' as const } : {};
  for (const [i, line] of shown.entries()) {
    page.text(line, {
      first: i === 0 ? sign : '    ',
      indent: '        ',
      maxLines: page.verbose ? 200 : 6,
      ...style,
    });
  }
  if (shown.length < lines.length) {
    page.line(`and ${plural(lines.length - shown.length, 'more line')} (-v shows all)`, { indent: '    ' });
  }
  writeNote(instruction, page, said);
  for (const mismatch of mismatches) writeMismatch(mismatch, page, said);
}

function writeNote({ certainty, note }: Instruction, page: Page, said: Set<string>): void {
  if (note === undefined || (said.has(note) && certainty !== 'contradicted')) return;
  // The same note on every RUN would bury the lines: the first one stands for all.
  said.add(note);
  page.text(note, {
    first: '      ^ ',
    indent: '        ',
    style: certainty === 'contradicted' ? 'warning' : 'dim',
    maxLines: 4,
  });
}

function writeMismatch(mismatch: InstructionMismatch, page: Page, said: Set<string>): void {
  const { kind, weight, paths } = mismatch;
  const words = mismatchWords(mismatch, page.verbose ? paths.length : undefined);
  // Of a squashed image every instruction says so.
  if (kind === 'made-no-layer' && said.has(words)) return;
  said.add(words);
  page.text(words, {
    first: weight === 'information' ? '      ^ ' : '      ! ',
    indent: '        ',
    style: weight === 'information' ? 'dim' : 'warning',
    maxLines: page.verbose ? 30 : 5,
  });
}
