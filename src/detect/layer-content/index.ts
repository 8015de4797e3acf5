import { plural } from '../../base/quantities.ts';
import type { Instruction, InstructionMismatch } from '../../explain/index.ts';
import type { Detector, ImageView } from '../detector.ts';
import type { Evidence, Finding } from '../finding.ts';

const OTHER_FILES = 'layer-content/not-as-instructed';
const OTHER_COUNT = 'layer-content/other-layer-count';
const MAX_EVIDENCE = 10;

/** Layers that do not fit the instructions which claim to have made them. Only where the builder does not do so. */
export const layerContent: Detector = {
  id: 'layer-content',
  version: 2,
  title: 'Layers that do not fit their instructions',
  rules: [
    {
      id: OTHER_FILES,
      leaves: 'Rows of builders that put several instructions into one layer, and images without a history.',
      title: 'A layer holds something else than its instruction says',
      category: 'hidden',
      severity: ['low', 'low'],
      description:
        'COPY and ADD write only where they are told to, and ENV, LABEL and the like write no files. A layer that holds other files was made or changed by something else than the instruction that the history names.',
      attack: 'T1036',
    },
    {
      id: OTHER_COUNT,
      title: 'The history and the layers differ in number',
      category: 'hidden',
      severity: ['info', 'info'],
      description:
        'Every layer should have its row in the history. Some tools add layers without one (Bazel, crane); else layers were added, squashed or taken out after the build, and which instruction made which layer cannot be told.',
    },
  ],
  judge: (view) => [...otherFiles(view), ...otherCount(view)],
};

function otherFiles({ explanation }: ImageView): readonly Finding[] {
  const sure = explanation.instructions.flatMap((instruction) =>
    (instruction.mismatches ?? [])
      .filter(({ weight }) => weight === 'contradiction')
      .map((mismatch) => ({ instruction, mismatch })),
  );
  const [first, ...rest] = sure.flatMap(evidenceOf).slice(0, MAX_EVIDENCE);
  const [told] = sure;
  if (first === undefined || told === undefined) return [];
  const where = `Layer ${(told.instruction.layer ?? 0) + 1} (${told.instruction.keyword}) ${told.mismatch.text}`;
  const more = sure.length === 1 ? '' : `; ${sure.length - 1} more do not fit either`;
  return [
    {
      rule: OTHER_FILES,
      title: 'A layer holds something else than its instruction says',
      category: 'hidden',
      severity: 'low',
      confidence: 'high',
      why: `${where}${more}: something else than that instruction made or changed it.`,
      fix: 'Look at these files. Build the image again from its Dockerfile and compare.',
      attack: 'T1036',
      evidence: [first, ...rest],
    },
  ];
}

function evidenceOf({
  instruction: { layer, text },
  mismatch,
}: {
  readonly instruction: Instruction;
  readonly mismatch: InstructionMismatch;
}): readonly Evidence[] {
  return mismatch.paths.slice(0, MAX_EVIDENCE).map((path) => ({
    path,
    ...(layer === undefined ? {} : { layer }),
    excerpt: `the history says ${text.slice(0, 200)}`,
  }));
}

function otherCount({ image, explanation }: ImageView): readonly Finding[] {
  const rows = explanation.instructions.filter(
    ({ source }) => source !== undefined && source.empty_layer !== true,
  ).length;
  const layers = image.layers.length;
  // An image without any history contradicts nothing.
  if (rows === 0 || rows === layers) return [];
  return [
    {
      rule: OTHER_COUNT,
      title: 'The history and the layers differ in number',
      category: 'hidden',
      severity: 'info',
      confidence: 'certain',
      why: `The history tells of ${plural(rows, 'layer')}, the image has ${layers}: which instruction made which layer cannot be told.`,
      fix: 'Ask whoever built it with which tool. Bazel and crane add layers without a row; a Dockerfile does not.',
      evidence: [{ path: '/', excerpt: `${rows} rows that made layers, ${layers} layers` }],
    },
  ];
}
