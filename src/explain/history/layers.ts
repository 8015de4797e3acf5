import type { Instruction } from '../explanation.ts';

export interface LayeredInstructions {
  readonly instructions: readonly Instruction[];
  /** By layer index. */
  readonly ofLayer: readonly (Instruction | undefined)[];
  readonly notes: readonly string[];
}

/** Instructions named for one layer. */
const MAX_NAMED = 4;

/**
 * Gives each instruction the layer that its row made: the rows that are not `empty_layer`, in order (OCI
 * image-spec, config.md, "history"). Where the counts differ, which row made which layer cannot be told: they
 * are matched from the bottom, each of them says so, and a note tells the reader.
 */
export function matchLayers(
  instructions: readonly Instruction[],
  layerCount: number,
  sharedRows: ReadonlySet<number> = new Set(),
): LayeredInstructions {
  const makers = instructions.filter(makesLayer).length;
  const ofLayer: (Instruction | undefined)[] = Array.from({ length: layerCount }, () => undefined);
  if (makers === 0) {
    const notes =
      layerCount > 0 ? [`The history accounts for none of the ${count(layerCount, 'layer')}.`] : [];
    return { instructions, ofLayer, notes };
  }
  const guessed = makers !== layerCount;
  let next = 0;
  let sharing: Instruction[] = [];
  const placed = instructions.map((instruction) => {
    const makes = makesLayer(instruction);
    if (next >= layerCount || (!makes && !sharedRows.has(instruction.row ?? -1))) return instruction;
    const withLayer = guessed ? asGuess(instruction, next) : { ...instruction, layer: next };
    if (!makes) {
      // By default buildah makes one layer at the end: what wrote the files has rows without a layer.
      sharing.push(withLayer);
      return withLayer;
    }
    ofLayer[next++] = together(sharing, withLayer);
    sharing = [];
    return withLayer;
  });
  if (!guessed) return { instructions: placed, ofLayer, notes: [] };
  const note =
    `The history has ${count(makers, 'row')} that made layers, the image has ${count(layerCount, 'layer')}: ` +
    'they are matched from the bottom, which is a guess.';
  return { instructions: placed, ofLayer, notes: [note] };
}

function makesLayer(instruction: Instruction): boolean {
  return instruction.source !== undefined && instruction.source.empty_layer !== true;
}

function changesFiles({ keyword }: Instruction): boolean {
  return keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
}

/** The instruction that stands for a layer which several instructions share. */
function together(sharing: readonly Instruction[], last: Instruction): Instruction {
  const all = changesFiles(last) ? [...sharing, last] : sharing;
  const [first] = all;
  if (first === undefined || all.length === 1) return first ?? last;
  const names = all
    .slice(0, MAX_NAMED)
    .map(({ text }) => (text.length > 80 ? `${text.slice(0, 80)}…` : text));
  const more = all.length > MAX_NAMED ? ` + ${all.length - MAX_NAMED} more` : '';
  return {
    ...last,
    text: names.join(' + ') + more,
    keyword: first.keyword,
    certainty: 'partly-lost',
    note: `${all.length} instructions share this layer: which of them put what is not recorded`,
  };
}

function asGuess(instruction: Instruction, layer: number): Instruction {
  const guess = 'which layer it made is a guess: the history and the layers differ in number';
  return {
    ...instruction,
    layer,
    certainty: instruction.certainty === 'contradicted' ? 'contradicted' : 'partly-lost',
    note: instruction.note === undefined ? guess : `${instruction.note}; ${guess}`,
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
