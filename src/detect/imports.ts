import { mayRunAtOnce } from '../analyze/index.ts';
import { limitReached } from '../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../base/limits.ts';
import type { Detector } from './detector.ts';
import type { ImageParts, Imports } from './image-parts.ts';
import { importedLibraries } from './imported-libraries.ts';
import { treeText } from './text/tree-text.ts';

/**
 * Parts of the room for a layer's texts, 96 MiB: what modules may take together that may run at once what they get, as many as
 * are kept of a layer; and the others that programs import. A framework brings 30 MiB of those, and reading takes a second a MiB.
 */
const SHARE = 1 / 4;
const OTHERS_SHARE = 1 / 12;

/** Modules that may be imported, those that programs import and the smallest first. */
export function importedModules(parts: ImageParts): Imports['modules'] {
  const paths = importedLibraries(parts, treeText(parts));
  return [...paths]
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
}

/**
 * Those that detectors are to see: all that show a few words of running at once what they get, and of the others, as far as
 * there is room, what a program imports by its name. What is left out of the former is told.
 */
export function modulesToLookAt(
  parts: ImageParts,
  modules: Imports['modules'],
  { maxLayerTextBytes }: Pick<Limits, 'maxLayerTextBytes'> = DEFAULT_LIMITS,
): Pick<Imports, 'modules' | 'unknowns'> {
  let room = maxLayerTextBytes * SHARE;
  let roomForOthers = maxLayerTextBytes * OTHERS_SHARE;
  let left = 0;
  const looked = modules.filter(({ node, by }) => {
    const { size } = node.entry;
    if (!mayRunAtOnce(parts.text(node.contentLayer, node.entry) ?? ''))
      return by === 'program' && (roomForOthers -= size) >= 0;
    room -= size;
    if (room < 0) left++;
    return room >= 0;
  });
  const detail = `${left} modules of libraries that a program which starts imports are too large to be read together (a quarter of maxLayerTextBytes, ${maxLayerTextBytes})`;
  return { modules: looked, unknowns: left === 0 ? [] : [limitReached('maxLayerTextBytes', detail)] };
}

/** Detectors that look at what is imported, and at what starts by itself. */
export function lookingAgain(detectors: readonly Detector[]): readonly Detector[] {
  return detectors.filter(({ texts }) => texts !== undefined && texts.leavesImports !== true);
}
