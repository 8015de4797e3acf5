import { builtOn } from './base/base-of.ts';
import type { BaseImage, Instruction, KnownBase } from './explanation.ts';
import { type Builder, builderName, readsDockerfiles } from './history/builder.ts';
import { layOut } from './lay-out.ts';
import { oneLine, visible } from './printable.ts';

export interface DockerfileParts {
  readonly instructions: readonly Instruction[];
  readonly builders: readonly Builder[];
  readonly base: BaseImage;
  readonly notes: readonly string[];
  readonly layerCount: number;
}

/**
 * The reconstructed Dockerfile, for reading. Nothing from the image can add a line of its own: control
 * characters are escaped, and what is not an instruction is a comment.
 */
export function printDockerfile(parts: DockerfileParts): string {
  const lines = [...header(parts), '', ...from(parts), ''];
  const said = new Set<string>();
  for (const instruction of parts.instructions) {
    if (instruction.keyword === 'UNKNOWN') {
      lines.push(...unknown(instruction));
      continue;
    }
    // One by one: a hostile instruction has more lines than a call takes arguments.
    for (const line of [...comments(instruction, said), ...layOut(instruction)]) lines.push(line);
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function header(parts: DockerfileParts): string[] {
  if (parts.builders.length === 0) {
    return ['# Reconstructed from the configuration: the image has no history.'];
  }
  const names = parts.builders.map(builderName).join(', ');
  const lines = [`# Reconstructed from the image's history, written by ${names}.`];
  if (!parts.builders.some(readsDockerfiles) && !parts.instructions.some(isRecorded)) {
    lines.push('# It was not built from a Dockerfile.');
  }
  lines.push(...parts.notes.map((note) => `# ${visible(note)}`));
  return lines;
}

function isRecorded(instruction: Instruction): boolean {
  return instruction.row !== undefined && instruction.keyword !== 'UNKNOWN';
}

function from({ base, instructions, notes, layerCount }: DockerfileParts): string[] {
  const known = builtOn(base);
  if (known !== undefined && (base.claimedBy !== 'annotation' || base.claim?.verdict === 'contradicted')) {
    return fromKnown(known);
  }
  if (base.name !== undefined || base.digest !== undefined) {
    const name = base.name?.replace(/\s+/g, '') ?? 'unknown';
    // A name may already be pinned.
    const pinned = base.digest === undefined || name.includes('@') ? name : `${name}@${base.digest}`;
    return [
      base.claimedBy === 'annotation'
        ? '# The base is claimed by an annotation.'
        : '# The base is claimed by a label. Labels are inherited: it may be the base of a base.',
      '# Its own instructions come first below; where they end, the history does not say.',
      `FROM ${visible(pinned.replace(/\s+/g, ''))}`,
    ];
  }
  const first = instructions.find((instruction) => instruction.layer === 0);
  if (first !== undefined && isRootFilesystem(first)) {
    return [
      '# FROM: the first layer is a whole root file system, so it starts from scratch.',
      'FROM scratch',
    ];
  }
  const copies = first?.keyword === 'COPY' || first?.keyword === 'ADD';
  if (first !== undefined && copies && notes.length === 0 && layerCount > 0) {
    return ['# FROM: nothing lies below the first COPY or ADD, so it starts from scratch.', 'FROM scratch'];
  }
  return ['# FROM: not recorded.'];
}

/** Between it and this image there may be others, which nobody knows. */
function fromKnown({ name, digest, layers }: KnownBase): string[] {
  return [
    `# By its lowest ${layers === 1 ? 'layer' : `${layers} layers`}, which ${layers === 1 ? 'is that' : 'are those'} of a known image.`,
    '# Its own instructions come first below; where they end, the history does not say.',
    `FROM ${visible(digest === undefined ? name : `${name}@${digest}`)}`,
  ];
}

function isRootFilesystem(instruction: Instruction): boolean {
  if (instruction.source?.comment?.startsWith('debuerreotype')) return true;
  if (instruction.keyword !== 'ADD') return false;
  // `ADD file:… in /` of the classic builder; `ADD NAME.tar.gz /` of BuildKit.
  return (
    /^ADD (?:--\S+ )*(?:file|multi):\S+ in \/$/.test(instruction.text) ||
    /^ADD (?:--\S+ )*\S+\.(?:tar|tgz|txz|tar\.[a-z0-9]+) \/$/.test(instruction.text)
  );
}

function comments(instruction: Instruction, said: Set<string>): string[] {
  const note = instruction.note;
  if (note === undefined) return [];
  if (instruction.certainty === 'contradicted') return [`# contradicted: ${visible(note)}`];
  // The same note on every RUN or COPY would bury the lines: the first one stands for all.
  if (said.has(note)) return [];
  said.add(note);
  return [`# ${instruction.certainty}: ${visible(note)}`];
}

function unknown(instruction: Instruction): string[] {
  const layer = instruction.layer === undefined ? '' : `layer ${instruction.layer + 1}: `;
  return [
    `# ${layer}${oneLine(instruction.text, 500).replace(/^# /, '')}`,
    ...(instruction.note ? [`#   ${visible(instruction.note)}`] : []),
  ];
}
