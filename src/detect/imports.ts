import { mayRunAtOnce } from '../analyze/index.ts';
import { limitReached } from '../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { LayerFacts } from '../image/layer-facts.ts';
import type { Detector, LayerView } from './detector.ts';
import type { ImageParts, Imports } from './image-parts.ts';
import { importedLibraries } from './imported-libraries.ts';
import { treeText } from './text/tree-text.ts';

/** The part of the room for a layer's texts that modules which programs import may take together: 24 MiB, as many as are kept of a layer. */
const SHARE = 1 / 4;

/** Those modules as far as there is room, those that programs import and the smallest first; and what is left out. */
export function importedModules(
  parts: ImageParts,
  { maxLayerTextBytes }: Pick<Limits, 'maxLayerTextBytes'> = DEFAULT_LIMITS,
): Pick<Imports, 'modules' | 'unknowns'> {
  const paths = importedLibraries(parts, treeText(parts));
  const all = [...paths]
    .flatMap(([path, by]) => {
      const node = parts.tree.get(path);
      return node === undefined ? [] : [{ node, by }];
    })
    .sort(
      (a, b) =>
        Number(a.by === 'library') - Number(b.by === 'library') ||
        a.node.entry.size - b.node.entry.size ||
        (a.node.path < b.node.path ? -1 : 1),
    );
  const room = { program: maxLayerTextBytes * SHARE, library: maxLayerTextBytes };
  const modules = all.filter(({ node, by }) => {
    room[by] -= node.entry.size;
    return room[by] >= 0;
  });
  const left = all.length - modules.length;
  const detail = `${left} modules of libraries that a program which starts imports are too large to be read together (a quarter of maxLayerTextBytes, ${maxLayerTextBytes})`;
  return { modules, unknowns: left === 0 ? [] : [limitReached('maxLayerTextBytes', detail)] };
}

/**
 * Those of which detectors are to see all: what a program imports by its name, and of what only libraries may import, what
 * shows a few words that tell more. There are too many of the latter to read them all.
 */
export function modulesToLookAt(parts: ImageParts, modules: Imports['modules']): Imports['modules'] {
  return modules.filter(
    ({ node, by }) => by === 'program' || mayRunAtOnce(parts.text(node.contentLayer, node.entry) ?? ''),
  );
}

/** Detectors that look at what is imported, and at what starts by itself. */
export function lookingAgain(detectors: readonly Detector[]): readonly Detector[] {
  return detectors.filter(({ texts }) => texts !== undefined && texts.leavesImports !== true);
}

/** Those modules as one layer, each to be read as what runs. Of other files nothing is read, so that what is seen depends on them alone. */
export function layerOfImports(parts: ImageParts, modules: Imports['modules']): LayerView {
  const layerOf = new Map(modules.map(({ node }) => [node.entry, node.contentLayer]));
  const facts: LayerFacts = {
    diffId: 'sha256:imports',
    size: 0,
    entries: modules.map(({ node }) => node.entry),
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
