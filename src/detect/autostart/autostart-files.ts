import { isLibraryModule } from '../../analyze/index.ts';
import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { NESTED_MARK } from '../../image/nested-facts.ts';
import { isStartedPlace } from '../../image/started-places.ts';
import type { TreeNode } from '../../image/tree/image-tree.ts';
import type { AutostartFile, ImageParts } from '../image-parts.ts';
import { linksToStart } from '../text/links-to-start.ts';
import type { TextUnit } from '../text/text-unit.ts';
import { treeReader, treeText } from '../text/tree-text.ts';
import { unitsOf } from '../text/units.ts';
import { type FileRun, filesRunBy } from './files-run.ts';

/** The part of the room for a layer's texts that what is looked at once more may take: 16 MiB. */
const SHARE = 1 / 6;
/** Files that run one another. */
const MAX_DEPTH = 40;

export interface AutostartFiles {
  readonly files: readonly AutostartFile[];
  /** What runs and was not kept, or was too much. */
  readonly unknowns: readonly (Unknown & { readonly layer?: number })[];
}

/**
 * What one layer cannot tell of the places from which things start by themselves (crontabs, profiles, units …): those whose
 * commands read a file of another layer, and the files of any layer that such places run.
 */
export function autostartFiles(parts: ImageParts, limits: Limits = DEFAULT_LIMITS): AutostartFiles {
  return new Walk(parts, limits).result();
}

/** A text that is to be read for what it runs. */
interface Reading {
  readonly node: TreeNode;
  /** By which its language is told: of a link, where it lies. */
  readonly path: string;
  readonly language?: AutostartFile['language'];
  /** The place from which it came here; undefined for the place itself. */
  readonly by?: string;
  readonly depth: number;
}

class Walk {
  readonly #parts: ImageParts;
  readonly #limits: Limits;
  readonly #text: (path: string) => string | undefined;
  readonly #files: AutostartFile[] = [];
  readonly #unknowns: AutostartFiles['unknowns'][number][] = [];
  readonly #known = new Set<string>();
  #filesLeft: number;
  #bytesLeft: number;
  #leftOut = 0;

  constructor(parts: ImageParts, limits: Limits) {
    this.#parts = parts;
    this.#limits = limits;
    this.#text = treeText(parts);
    this.#filesLeft = limits.maxStartSteps;
    this.#bytesLeft = limits.maxLayerTextBytes * SHARE;
  }

  result(): AutostartFiles {
    const pending = this.#places().reverse();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (!this.#hasRoom(next.node)) continue;
      const units = this.#read(next);
      if (next.depth >= MAX_DEPTH) continue;
      const by = next.by ?? next.path;
      for (const run of filesRunBy(units, this.#parts.tree)) {
        if (this.#isNew(run, by)) pending.push({ ...run, path: run.node.path, by, depth: next.depth + 1 });
      }
    }
    if (this.#leftOut > 0) {
      const detail = `${this.#leftOut} files that start by themselves, or that such files run, were not looked at together: there are more than maxStartSteps (${this.#limits.maxStartSteps}), or their texts take more than a sixth of maxLayerTextBytes (${this.#limits.maxLayerTextBytes})`;
      this.#unknowns.push(limitReached('maxStartSteps', detail));
    }
    return { files: this.#files, unknowns: this.#unknowns };
  }

  /** In the tree's order. */
  #places(): Reading[] {
    const { tree } = this.#parts;
    const places: Reading[] = [];
    for (const node of tree.nodes.values()) {
      const { kind, text } = node.entry;
      if (kind === 'file' && text !== undefined && isStartedPlace(node.path))
        places.push({ node, path: node.path, depth: 0 });
    }
    for (const { link, file } of linksToStart(tree)) {
      const node = tree.get(file);
      if (node?.entry.text !== undefined) places.push({ node, path: link, depth: 0 });
    }
    return places;
  }

  #hasRoom({ entry }: TreeNode): boolean {
    this.#filesLeft--;
    this.#bytesLeft -= entry.size;
    if (this.#filesLeft >= 0 && this.#bytesLeft >= 0) return true;
    this.#leftOut++;
    return false;
  }

  /** Notes the file where there is more to it than its layer could tell. */
  #read({ node, path, language, by }: Reading): readonly TextUnit[] {
    const text = this.#text(node.path);
    if (text === undefined) return [];
    let reaches = false;
    const { tree } = this.#parts;
    const read = treeReader({ tree, text: this.#text }, node.path);
    const readFile = (asked: string): string | undefined => {
      const found = read(asked);
      if (found === undefined || reaches) return found;
      const place = tree.resolve(asked.replace(NESTED_MARK, '').replace(/^\/+/, ''));
      reaches = place.kind === 'found' && place.node.contentLayer !== node.contentLayer;
      return found;
    };
    const limits = this.#limits;
    const units = unitsOf(path, node.entry.content, text, {
      readFile,
      limits,
      ...(language !== undefined && { language }),
    });
    // A link is read by its own place, with all layers.
    if (by !== undefined || (reaches && path === node.path)) {
      this.#files.push({
        node,
        ...(by !== undefined && { by }),
        ...(language !== undefined && { language }),
      });
    }
    return units;
  }

  /** Whether a file that a place runs is a text to be read, and was not met; one that was not kept is told of. */
  #isNew({ node, language, sourced }: FileRun, by: string): boolean {
    const { path, entry, contentLayer } = node;
    const { content } = entry;
    if (content?.kind !== 'text' && content?.kind !== 'script') return false;
    if (isStartedPlace(path) || this.#known.has(path)) return false;
    this.#known.add(path);
    if (entry.text !== undefined) return true;
    // Distributions' own functions (bash-completion) lie where nothing is kept, and every profile sources them.
    if (sourced === true) return false;
    const isLarge = entry.size > this.#limits.maxTextBytes;
    const isProgram =
      language === 'shell' || content.kind === 'script' || (isLarge && language !== undefined);
    if (isProgram && !isLibraryModule(entry)) {
      const detail = `/${by} runs it, and its text was not kept: what it does is not known`;
      const reason = isLarge
        ? limitReached('maxTextBytes', detail, path)
        : { reason: 'unreadable' as const, path, detail };
      this.#unknowns.push({ ...reason, layer: contentLayer });
    }
    return false;
  }
}
