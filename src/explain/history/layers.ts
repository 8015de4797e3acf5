import type { Instruction } from '../explanation.ts';
import { oneLine } from '../printable.ts';

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
 * are matched from the bottom, each of them says so, and a note tells the reader. Where an attestation says which row
 * made a layer (`attested`, layers by row), it fills in what the counts leave open, and is held against them otherwise.
 */
export function matchLayers(
  instructions: readonly Instruction[],
  layerCount: number,
  sharedRows: ReadonlySet<number> = new Set(),
  attested: ReadonlyMap<number, number> = new Map(),
): LayeredInstructions {
  const makers = instructions.filter(makesLayer).length;
  const ofLayer: (Instruction | undefined)[] = Array.from({ length: layerCount }, () => undefined);
  if (makers === 0) {
    const notes =
      layerCount > 0
        ? [
            `The history accounts for none of the ${count(layerCount, 'layer')}: rules_oci and others that follow no Dockerfile write none.`,
          ]
        : [];
    return { instructions, ofLayer, notes };
  }
  const guessed = makers !== layerCount;
  const claimed = new Set(attested.values());
  let next = 0;
  let sharing: Instruction[] = [];
  const placed = instructions.map((instruction) => {
    const makes = makesLayer(instruction);
    if (next >= layerCount || (!makes && !sharedRows.has(instruction.row ?? -1))) return instruction;
    const said = attested.get(instruction.row ?? -1);
    if (guessed && said !== undefined && said >= next) next = said;
    // A layer that a later row is attested to have made is not guessed to be this one's.
    else if (guessed && claimed.has(next)) return instruction;
    const withLayer = !guessed
      ? { ...instruction, layer: next }
      : said === next
        ? asAttested(instruction, next)
        : asGuess(instruction, next);
    if (!makes) {
      // By default buildah makes one layer at the end: what wrote the files has rows without a layer.
      sharing.push(withLayer);
      return withLayer;
    }
    ofLayer[next++] = together(sharing, withLayer);
    sharing = [];
    return withLayer;
  });
  if (!guessed) return { instructions: placed, ofLayer, notes: compared(placed, attested) };
  if (layerCount === 1) {
    const squashed =
      `The history tells of ${makers} layers and the image has one: they were squashed ` +
      "(podman build --squash-all and the like), or the history is another image's.";
    return { instructions: placed, ofLayer, notes: [squashed] };
  }
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

const ATTESTED = 'the provenance attestation, which is not signed,';

function asAttested(instruction: Instruction, layer: number): Instruction {
  const note = `which layer it made is only what ${ATTESTED} says`;
  const { certainty } = instruction;
  return {
    ...instruction,
    layer,
    // Its text may be exact; that it is this layer's is one word against none.
    certainty: certainty === 'exact' ? 'normalised' : certainty,
    note: instruction.note === undefined ? note : `${instruction.note}; ${note}`,
  };
}

/** What an attestation says of rows and layers that the history gives to each other by itself. */
function compared(placed: readonly Instruction[], attested: ReadonlyMap<number, number>): readonly string[] {
  const said = placed.flatMap((one) => {
    const layer = attested.get(one.row ?? -1);
    return layer === undefined ? [] : [{ ...one, attestedLayer: layer }];
  });
  if (said.length === 0) return [];
  const others = said.filter(({ layer, attestedLayer }) => layer !== attestedLayer);
  const agree = said.length - others.length;
  return [
    ...(agree === 0
      ? []
      : [
          `Of ${count(agree, 'layer')}, ${ATTESTED} says the same instruction as the history, by their digests.`,
        ]),
    ...others
      .slice(0, MAX_NAMED)
      .map(
        ({ text, layer, attestedLayer }) =>
          `"${oneLine(text, 80)}" made layer ${attestedLayer + 1} by ${ATTESTED} and ${layer === undefined ? 'none' : `layer ${layer + 1}`} by the history.`,
      ),
  ];
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
