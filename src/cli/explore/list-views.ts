import { formatBytes, plural } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import type { StartStep } from '../../explain/index.ts';
import { shortDigest, shortSums } from '../../report/places.ts';
import { padStart } from '../../report/text/layout.ts';
import { severityStyle } from '../../report/text/paint.ts';
import type { Model } from './model.ts';
import type { Destination, Row } from './rows.ts';

const MAX_DEPTH = 12;

/** One row a layer, the bottom one first. */
export function layerRows({ image: { assessment } }: Model): readonly Row[] {
  return assessment.layers.map((layer) => {
    const { index, size, compressedSize, added, changed, removed, digest } = layer;
    const bytes = size ?? compressedSize;
    const instruction = visible(shortSums((layer.instruction ?? 'no instruction is recorded').slice(0, 600)));
    const changes = `+${added} ~${changed} -${removed}`;
    return {
      line: [
        {
          text: `${padStart(String(index + 1), 4)} ${padStart(bytes === undefined ? 'not read' : formatBytes(bytes), 9)} ${changes.padEnd(16)} `,
          style: 'dim',
        },
        { text: instruction },
      ],
      details: [
        `${added} files added, ${changed} changed, ${removed} removed; ${shortDigest(digest)}`,
        instruction,
      ],
      opens: { to: 'layer', layer: index },
    };
  });
}

/** The start chain as a tree. */
export function startRows(model: Model): readonly Row[] {
  const rows: Row[] = [];
  const visit = (step: StartStep, depth: number): void => {
    rows.push(stepRow(step, depth, model));
    for (const child of step.children) visit(child, depth + 1);
  };
  for (const step of model.image.assessment.explanation.startChain) visit(step, 0);
  return rows;
}

function stepRow(step: StartStep, depth: number, model: Model): Row {
  const place = depth === 0 ? step.file : step.line === undefined ? '' : `${step.line}:`;
  const opens = fileOf(step, model);
  const condition = step.when === undefined ? '' : `  if ${visible(step.when.slice(0, 300))}`;
  const holds = step.taken === undefined ? '' : step.taken ? ' (holds)' : ' (does not hold)';
  return {
    line: [
      { text: `${'  '.repeat(Math.min(depth, MAX_DEPTH))}${visible(place.slice(0, 100))} `, style: 'dim' },
      {
        text: visible((step.runs ?? step.command).slice(0, 600)),
        ...(step.kind === 'missing' ? { style: 'warning' as const } : {}),
      },
      { text: `${condition}${holds}`, style: 'dim' },
      ...(step.unknown === undefined ? [] : [{ text: '  ? not followed', style: 'warning' as const }]),
    ],
    details: [
      [step.kind, step.path === undefined ? '' : visible(step.path.slice(0, 300)), step.unknown ?? '']
        .filter((part) => part !== '')
        .map((part) => visible(part.slice(0, 300)))
        .join('; '),
      step.layer === undefined ? '' : model.originOf(step.layer),
    ],
    ...(opens === undefined ? {} : { opens }),
  };
}

/** The file that a step runs, or else the script that it stands in. */
function fileOf(step: StartStep, { image: { tree } }: Model): Destination | undefined {
  const runs = step.path?.replace(/^\//, '');
  if (runs !== undefined && tree.get(runs) !== undefined) return { to: 'file', path: runs };
  const file = step.file.replace(/^\//, '');
  if (!step.file.startsWith('/') || tree.get(file) === undefined) return undefined;
  return { to: 'file', path: file, ...(step.line === undefined ? {} : { line: step.line }) };
}

/** What was found, the most severe first. */
export function findingRows({ image: { assessment } }: Model): readonly Row[] {
  return assessment.findings.map((finding, index) => {
    const { severity, title, evidence, rule, confidence } = finding;
    const [first] = evidence;
    return {
      line: [
        { text: ` ${severity.padEnd(9)}`, style: severityStyle(severity) },
        { text: visible(title.slice(0, 300)) },
        { text: `  ${visible(first.path.slice(0, 200))}`, style: 'dim' },
      ],
      details: [
        `${rule}, confidence ${confidence}, ${plural(evidence.length, 'place')}`,
        visible(first.excerpt.slice(0, 400)),
      ],
      opens: { to: 'finding', index },
    };
  });
}
