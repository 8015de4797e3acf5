import type { Description } from '../assess/describe.ts';
import type { StartStep } from '../explain/explanation.ts';
import {
  accountingFields,
  baseFields,
  elfFields,
  type LayerPlace,
  layerFields,
  mismatchFields,
} from './json-fields.ts';
import type { ImageReport, JsonStep } from './json-schema.ts';

export type JsonExplanation = Pick<
  ImageReport,
  'base' | 'dockerfile' | 'instructions' | 'layers' | 'startChain' | 'notes'
>;

/** What built the image and what it does at start: the same fields in the report of `check` and of `explain`. */
export function explanationFields(description: Description): JsonExplanation {
  const { explanation, layers } = description;
  const place = (layer: number | undefined) => layerPlace(description, layer);
  return {
    base: baseFields(explanation.base),
    dockerfile: explanation.dockerfile,
    instructions: explanation.instructions.map(({ text, keyword, layer, certainty, note, mismatches }) => ({
      text,
      keyword,
      ...place(layer),
      certainty,
      ...(note === undefined ? {} : { note }),
      ...(mismatches === undefined ? {} : { mismatches: mismatches.map(mismatchFields) }),
    })),
    layers: layers.map(layerFields),
    startChain: explanation.startChain.map((step) => jsonStep(step, place)),
    notes: [...explanation.notes],
  };
}

/** What accounts for the programs, where that was looked at. */
export function accountingPart(description: Description): Pick<ImageReport, 'accounting'> {
  const { accounting, layers } = description;
  if (accounting === undefined) return {};
  const place = (layer: number): LayerPlace => layerPlace(description, layer);
  return { accounting: accountingFields(accounting, place, (layer) => layers[layer]?.instruction) };
}

/** Bounded by the start chain's own limit on steps. */
function jsonStep(step: StartStep, place: (layer: number | undefined) => LayerPlace): JsonStep {
  return {
    what: step.what,
    command: step.command,
    kind: step.kind,
    runs: step.runs ?? null,
    path: step.path ?? null,
    file: step.file,
    line: step.line ?? null,
    ...place(step.layer),
    instruction: step.instruction ?? null,
    when: step.when ?? null,
    taken: step.taken ?? null,
    unknown: step.unknown ?? null,
    ...(step.says === undefined ? {} : { says: step.says }),
    ...(step.elf === undefined ? {} : { elf: elfFields(step.elf) }),
    children: step.children.map((child) => jsonStep(child, place)),
  };
}

export function layerPlace({ layers }: Pick<Description, 'layers'>, layer: number | undefined): LayerPlace {
  return layer === undefined
    ? { layer: null, layerNumber: null }
    : { layer: layers[layer]?.digest ?? null, layerNumber: layer + 1 };
}
