import type { Description } from '../../assess/describe.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import { formatPlatform } from '../../image/platform.ts';
import { baseMarkdown } from '../markdown-base.ts';
import { code, fenced, inline } from '../markdown-escape.ts';
import { startMarkdown } from '../markdown-start.ts';
import { shortSums } from '../places.ts';
import type { ReportContext } from '../report-context.ts';

const MAX_ROWS = 200;
const MAX_TEXT = 300;
const MAX_DOCKERFILE = 60_000;

/** Markdown (GitHub's flavour): the Dockerfile, a row for each instruction with its layer, and the start chain. */
export function explanationMarkdown(images: readonly Description[], context: ReportContext): string {
  const parts = [...images.map(imageMarkdown), `<sub>clearpull ${inline(context.toolVersion)}</sub>`];
  return `${parts.join('\n\n')}\n`;
}

function imageMarkdown(description: Description): string {
  const { image, explanation, layers, coverage } = description;
  const facts = [
    code(image.digest),
    image.bare ? 'plain root file system' : inline(formatPlatform(image.platform)),
    ...(image.distribution === undefined ? [] : [inline(image.distribution)]),
    `${plural(layers.length, 'layer')}, ${formatBytes(image.size)}`,
  ];
  return [
    `## ${code(short(image.reference))}`,
    facts.join(' · '),
    ...baseMarkdown(description),
    '### What built it',
    fenced(explanation.dockerfile.slice(0, MAX_DOCKERFILE), 'dockerfile'),
    ...instructionTable(description),
    ...explanation.notes.slice(0, 20).map((note) => `- ${inline(short(note))}`),
    '### What it does at start',
    startMarkdown(explanation.startChain),
    ...(coverage.complete ? [] : [`**Not fully read:** ${plural(coverage.unread.length, 'part')} missing.`]),
  ].join('\n\n');
}

function instructionTable({ explanation, layers }: Description): readonly string[] {
  const { instructions } = explanation;
  if (instructions.length === 0) return [];
  const rows = instructions.slice(0, MAX_ROWS).map(({ text, layer, certainty, note }) => {
    const of = layer === undefined ? undefined : layers[layer];
    const changes = of === undefined ? '' : `+${of.added} ~${of.changed} -${of.removed}`;
    const size = of?.size === undefined ? '' : formatBytes(of.size);
    const lost = note === undefined ? '' : `<br>${inline(short(note))}`;
    const number = layer === undefined ? '' : String(layer + 1);
    return `| ${number} | ${size} | ${changes} | ${certainty} | ${code(short(shortSums(text)))}${lost} |`;
  });
  const more = instructions.length - MAX_ROWS;
  return [
    ['| Layer | Size | Files | Certainty | Instruction |', '|---|---|---|---|---|', ...rows].join('\n'),
    ...(more > 0 ? [`and ${plural(more, 'more instruction')}`] : []),
  ];
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
