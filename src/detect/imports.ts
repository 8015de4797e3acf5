import { limitReached } from '../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { LayerFacts } from '../image/layer-facts.ts';
import type { Detector, LayerView } from './detector.ts';
import type { ImageParts, Imports } from './image-parts.ts';
import { importedLibraries } from './imported-libraries.ts';
import { treeText } from './text/tree-text.ts';

/** The part of the room for a layer's texts that modules which are imported may take together: 16 MiB. */
const SHARE = 1 / 6;

/** Those modules, the smallest first, as far as there is room; and what is left out. */
export function importedModules(
  parts: ImageParts,
  { maxLayerTextBytes }: Pick<Limits, 'maxLayerTextBytes'> = DEFAULT_LIMITS,
): Pick<Imports, 'modules' | 'unknowns'> {
  const paths = importedLibraries(parts, treeText(parts));
  const all = [...paths]
    .flatMap((path) => parts.tree.get(path) ?? [])
    .sort((a, b) => a.entry.size - b.entry.size || (a.path < b.path ? -1 : 1));
  let room = maxLayerTextBytes * SHARE;
  const modules = all.filter(({ entry }) => (room -= entry.size) >= 0);
  const left = all.length - modules.length;
  const detail = `${left} modules of libraries that a program which starts imports are too large to be read together (a sixth of maxLayerTextBytes, ${maxLayerTextBytes})`;
  return { modules, unknowns: left === 0 ? [] : [limitReached('maxLayerTextBytes', detail)] };
}

/** Detectors that look at what is imported, and at what starts by itself. */
export function lookingAgain(detectors: readonly Detector[]): readonly Detector[] {
  return detectors.filter(({ texts }) => texts !== undefined && texts.leavesImports !== true);
}

/** Those modules as one layer, each to be read as what runs. Of other files nothing is read, so that what is seen depends on them alone. */
export function layerOfImports(parts: ImageParts, modules: Imports['modules']): LayerView {
  const layerOf = new Map(modules.map(({ entry, contentLayer }) => [entry, contentLayer]));
  const facts: LayerFacts = {
    diffId: 'sha256:imports',
    size: 0,
    entries: modules.map(({ entry }) => entry),
    unknowns: [],
  };
  return {
    facts,
    marks: [],
    marked: [],
    again: 'imported',
    text: (entry) => parts.text(layerOf.get(entry) ?? 0, entry),
  };
}
