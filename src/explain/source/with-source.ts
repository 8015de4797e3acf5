import type { Instruction } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import type { AlignedPair, AlignStatus } from './align.ts';
import { isUnrecorded, variablesBehind } from './base-rows.ts';
import { canonical, pairsOf, squeeze } from './canonical.ts';
import { fitStage } from './fit-stage.ts';
import type { Variables } from './follow.ts';
import { parseDockerfile, type SourceInstruction } from './parse-dockerfile.ts';
import { expand, quotedWords } from './variables.ts';

/** A Dockerfile that came with the image. */
export interface ProvidedDockerfile {
  readonly text: string;
  /** Its path in the build context, as claimed. */
  readonly path: string;
  /** Values of build arguments, as claimed. */
  readonly args: ReadonlyMap<string, string>;
  /** Whose word it is, in notes; default a provenance attestation that is not signed. */
  readonly from?: string;
  /** Which lines made which layer, as claimed. */
  readonly layers?: readonly ProvidedLayer[];
}

export interface ProvidedLayer {
  /** Index in the image. */
  readonly layer: number;
  /** From 1. */
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface Sourced {
  readonly instructions: readonly Instruction[];
  readonly notes: readonly string[];
  /** Layers by the row of the instruction that made them, as far as the Dockerfile's source says. */
  readonly layerOfRow: ReadonlyMap<number, number>;
  /** The stage that fits the history; absent when none does. */
  readonly fit?: StageFit;
  /** Instructions that only the history or only the Dockerfile has; then it is not used. */
  readonly odd: readonly string[];
}

export interface StageFit {
  /** The image that it is built from, arguments replaced: `debian:12`, `scratch`. */
  readonly from: string;
  /** The rows that are the Dockerfile's own; those before them are the base's. */
  readonly own: readonly Instruction[];
  /** Those that say otherwise than the Dockerfile; their note says what that says. */
  readonly contradicted: readonly Instruction[];
}

const UNSIGNED = 'the provenance attestation, which is not signed';
const MAX_TEXT = 200_000;
/** Instructions named in a note. */
const MAX_ODD = 3;

/**
 * Puts the text of a Dockerfile in the place of what the history keeps of it, instruction by instruction (`align`). A row
 * that says otherwise than the Dockerfile stays as it is, and is contradicted; a Dockerfile that has other instructions
 * than the history, or not as many, is not used at all. Either is noted.
 */
export function withSource(instructions: readonly Instruction[], provided: ProvidedDockerfile): Sourced {
  const rows = instructions.filter(({ row }) => row !== undefined);
  const path = oneLine(provided.path, 200);
  const { from = UNSIGNED } = provided;
  const fitted = fitStage(provided.text, { rows, args: provided.args });
  const odd =
    fitted?.alignment.pairs.filter(({ status }) => status === 'missing' || status === 'extra') ?? [];
  if (
    fitted === undefined ||
    odd.length > 0 ||
    fitted.alignment.pairs.every(({ source }) => source === undefined)
  ) {
    const which = odd.slice(0, MAX_ODD).map(oddText);
    const note = `A Dockerfile (${path}) comes with ${from}, but no stage of it has the instructions of the history${which.length === 0 ? '' : `: ${which.join('; ')}`}.`;
    return { instructions, notes: [note], layerOfRow: new Map(), odd: odd.map(oddText) };
  }
  const { baseRows, pairs } = fitted.alignment;
  const below = rows.slice(0, baseRows);
  const variables = variablesBehind(below, provided.args);
  const replaced = new Map<Instruction, Instruction>();
  const contradicted: Instruction[] = [];
  for (const { source, row, status } of pairs) {
    if (source === undefined) continue;
    if (row !== undefined) {
      const joined = join(row, source, status, variables, { ...provided, from });
      if (joined.certainty === 'contradicted') contradicted.push(joined);
      replaced.set(row, joined);
    }
    variables.after(source);
  }
  const own = rows.slice(baseRows);
  const notes = [
    `The text of ${replaced.size} instructions is that of ${path}, out of ${from}; it builds FROM ${oneLine(fitted.stage.from, 200)}.`,
    ...inheritedLabels(below, own),
    ...(contradicted.length === 0
      ? []
      : [`${contradicted.length} of them are not what the history or the configuration says.`]),
  ];
  const layerOfRow = layersByRow(pairs, provided.layers ?? []);
  const fit = { from: fitted.stage.from, own, contradicted };
  return {
    instructions: instructions.map((one) => replaced.get(one) ?? one),
    notes,
    layerOfRow,
    fit,
    odd: [],
  };
}

/** What only one of the two has. */
function oddText({ status, source, row }: AlignedPair): string {
  return status === 'missing'
    ? oneLine(`the history has no ${source?.keyword} ${source?.argument}`, 200)
    : oneLine(`the Dockerfile has no ${row?.text}`, 200);
}

/** A layer belongs to the one instruction that begins on the lines that made it. */
function layersByRow(
  pairs: readonly AlignedPair[],
  layers: readonly ProvidedLayer[],
): ReadonlyMap<number, number> {
  const written = pairs.filter(({ source }) => source !== undefined);
  const rows = new Map<number, number>();
  for (const { layer, firstLine, lastLine } of layers) {
    const on = written.filter(
      ({ source }) => (source?.line ?? 0) >= firstLine && (source?.line ?? 0) <= lastLine,
    );
    const row = on[0]?.row?.row;
    if (row !== undefined && on.length === 1 && !rows.has(row)) rows.set(row, layer);
  }
  return rows;
}

/** Labels that only rows below the Dockerfile's own set: the base's, passed on. */
function inheritedLabels(below: readonly Instruction[], own: readonly Instruction[]): string[] {
  const mine = new Set(own.flatMap(labelsOf));
  const names = [...new Set(below.flatMap(labelsOf))].filter((name) => !mine.has(name));
  if (names.length === 0) return [];
  const shown = names.slice(0, 20).join(', ');
  return [`Labels that the base set and this image only inherited: ${oneLine(shown, 500)}.`];
}

/** Keys that a LABEL instruction sets. */
export function labelsOf({ keyword, text }: Instruction): readonly string[] {
  return keyword === 'LABEL' ? pairsOf(text.slice('LABEL '.length), () => undefined).map(([key]) => key) : [];
}

/** ARG with the values that the build was given: builders record those, not the defaults. */
function withArguments(
  { argument }: SourceInstruction,
  args: ReadonlyMap<string, string>,
  lookup: Variables['lookup'],
): string {
  const words = quotedWords(argument).map((word) => {
    const [name = ''] = word.split('=', 1);
    const given = args.get(name);
    return given === undefined ? expand(word, lookup) : `${name}=${given}`;
  });
  return `ARG ${squeeze(words.join(' '))}`;
}

function join(
  instruction: Instruction,
  source: SourceInstruction,
  status: AlignStatus,
  variables: Variables,
  { args, from }: Pick<Required<ProvidedDockerfile>, 'args' | 'from'>,
): Instruction {
  const { lookup, workdir } = variables;
  const kept = parseDockerfile(`FROM x\n${instruction.text}`).stages[0]?.instructions[0];
  const wanted =
    source.keyword === 'ARG' ? withArguments(source, args, lookup) : canonical(source, lookup, workdir());
  const got = kept === undefined ? '' : canonical(kept, () => undefined, workdir());
  const written = squeeze([source.keyword, ...source.flags, source.argument, ...source.heredocs].join(' '));
  const text = oneLine(written, MAX_TEXT);
  if (isUnrecorded(instruction) && status !== 'differs') {
    const note = `${text.startsWith('RUN') ? 'its script' : 'what it copies'} is known only from ${from}`;
    return { ...instruction, text, certainty: 'partly-lost', note };
  }
  // buildah's rows of ARG name other arguments as well, which says nothing else.
  if (wanted !== got && status !== 'equal') {
    const note = oneLine(`${from}${from.includes(',') ? ',' : ''} says ${written}`, 500);
    return { ...instruction, certainty: 'contradicted', note };
  }
  if (instruction.certainty === 'contradicted') return instruction;
  const flags = source.flags.filter((flag) => !/^--(?:chown|chmod|parents)\b/.test(flag));
  if (flags.length === 0 || source.keyword === 'HEALTHCHECK') {
    const { note: _, ...rest } = instruction;
    return {
      ...rest,
      text,
      certainty: 'exact',
      note: `as in the Dockerfile of ${from}; the history agrees`,
    };
  }
  const note = oneLine(`${flags.join(' ')}: known only from ${from}; the rest agrees with the history`, 500);
  return { ...instruction, text, certainty: 'normalised', note };
}
