import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { FileDigest } from '../../source/work-tree/index.ts';
import type { Expected, PlannedCopy } from './planned-copy.ts';

/** How what a COPY or ADD put into the image stands to the source. */
export interface CopiedFiles {
  readonly plan: PlannedCopy;
  /** Files with the same bytes as in the source. */
  readonly equal: number;
  /** Files that could not be compared, because the source's could not be read. */
  readonly uncompared: number;
  /** Files that are not what the source has, the first of them; `wrongCount` counts all. */
  readonly wrong: readonly WrongFile[];
  readonly wrongCount: number;
  /** Why it could not be compared at all. */
  readonly unknown?: string;
}

export interface WrongFile {
  /** In the image, with leading slash. */
  readonly path: string;
  /** `absent`: the source has it, the image not. `extra`: the other way round. */
  readonly how: 'other-bytes' | 'other-kind' | 'absent' | 'extra';
  /** In the source. */
  readonly source?: string;
}

export interface CopiedFilesInput {
  readonly plans: readonly PlannedCopy[];
  /** Indexes of layers in which other instructions also wrote files. */
  readonly sharedLayers: ReadonlySet<number>;
  /** By layer index; undefined for a layer that was not read. */
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly tree: ImageTree;
  readonly digests: ReadonlyMap<string, FileDigest>;
}

/** Files named for one instruction. */
const MAX_WRONG = 20;

/** Holds the layers of COPY and ADD against the source, file by file: content and kind, not owner, mode or time. */
export function compareCopied(input: CopiedFilesInput): readonly CopiedFiles[] {
  const layers = new LayerFiles(input.layers);
  const byLayer = Map.groupBy(input.plans, ({ layer }) => layer);
  return input.plans.map((plan) => {
    const { layer } = plan;
    if (layer === undefined) return unknown(plan, 'which layer it made is not known');
    const files = layers.of(layer);
    if (files === undefined) return unknown(plan, 'its layer was not read');
    const wrong: WrongFile[] = [];
    let [equal, uncompared] = [0, 0];
    const places = new Set<string>();
    for (const [path, expected] of plan.files) {
      const { place, entry } = findEntry(plan, path, layer, layers, input.tree);
      places.add(place);
      const outcome = compareOne(entry, expected, input.digests);
      if (outcome === 'equal') equal++;
      else if (outcome === 'uncompared') uncompared++;
      else {
        const source = expected.from === 'source' ? { source: expected.path } : {};
        wrong.push({ path: `/${place}`, how: outcome, ...source });
      }
    }
    const siblings = byLayer.get(layer) ?? [];
    const complete = siblings.length === 1 && !input.sharedLayers.has(layer) && plan.unknown === undefined;
    // One by one: a layer has more files than a call takes arguments.
    if (complete) for (const extra of extras(files, places)) wrong.push(extra);
    const why = plan.unknown ?? (input.sharedLayers.has(layer) && wrong.length > 0 ? SHARED : undefined);
    return {
      plan,
      equal,
      uncompared,
      wrong: wrong.slice(0, MAX_WRONG),
      wrongCount: wrong.length,
      ...(why === undefined ? {} : { unknown: why }),
    };
  });
}

const SHARED = 'other instructions wrote into the same layer, and may have changed what it copied';

function unknown(plan: PlannedCopy, why: string): CopiedFiles {
  return { plan, equal: 0, uncompared: 0, wrong: [], wrongCount: 0, unknown: plan.unknown ?? why };
}

function compareOne(
  entry: LayerEntry | undefined,
  expected: Expected,
  digests: ReadonlyMap<string, FileDigest>,
): 'equal' | 'uncompared' | Exclude<WrongFile['how'], 'extra'> {
  if (entry === undefined) return 'absent';
  if (expected.from === 'dockerfile') {
    if (entry.kind !== 'file') return 'other-kind';
    return entry.sha256 === expected.sha256 ? 'equal' : 'other-bytes';
  }
  const digest = digests.get(expected.path);
  if (digest === undefined) return 'uncompared';
  if (digest.target !== undefined) {
    // A link named by itself is followed by some builders; what it leads to is not known here.
    if (entry.kind !== 'symlink') return entry.kind === 'file' ? 'uncompared' : 'other-kind';
    return entry.target === digest.target ? 'equal' : 'other-bytes';
  }
  if (entry.kind !== 'file') return 'other-kind';
  const same = entry.sha256 === digest.sha256 || (digest.lfs !== undefined && entry.sha256 === digest.lfs);
  return same ? 'equal' : 'other-bytes';
}

/** Where a planned file lies, and what is there when the layer was made. */
function findEntry(
  plan: PlannedCopy,
  path: string,
  layer: number,
  layers: LayerFiles,
  tree: ImageTree,
): { place: string; entry: LayerEntry | undefined } {
  const direct = layers.of(layer)?.get(path);
  if (direct !== undefined) return { place: path, entry: direct };
  const below = plan.orBelow.get(path);
  const candidates = [path, ...(below === undefined ? [] : [below])].flatMap((one) => [
    one,
    throughLinks(tree, one),
  ]);
  for (const place of candidates) {
    const entry = layers.of(layer)?.get(place);
    if (entry !== undefined) return { place, entry };
  }
  // Some builders leave out what is there already, byte for byte.
  for (const place of candidates) {
    const entry = layers.before(layer, place);
    if (entry !== undefined && entry.kind !== 'directory') return { place, entry };
  }
  return { place: path, entry: undefined };
}

/** The path with links among its folders followed: `lib/x` is `usr/lib/x` in many images. */
function throughLinks(tree: ImageTree, path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === -1) return path;
  const folder = tree.resolve(path.slice(0, slash));
  return folder.kind === 'found' ? `${folder.node.path}/${path.slice(slash + 1)}` : path;
}

function extras(files: ReadonlyMap<string, LayerEntry>, places: ReadonlySet<string>): WrongFile[] {
  const found: WrongFile[] = [];
  for (const [path, { kind }] of files) {
    // git keeps its own folder out of commits; a builder may be given it.
    if (places.has(path) || kind === 'opaque' || /(?:^|\/)\.git\//.test(path)) continue;
    found.push({ path: `/${path}`, how: 'extra' });
  }
  return found;
}

/** The files of layers by path, made when first asked for. */
class LayerFiles {
  readonly #layers: readonly (LayerFacts | undefined)[];
  readonly #files = new Map<number, ReadonlyMap<string, LayerEntry>>();

  constructor(layers: readonly (LayerFacts | undefined)[]) {
    this.#layers = layers;
  }

  /** All but folders; a hard link is what it links to. Undefined for a layer that was not read. */
  of(layer: number): ReadonlyMap<string, LayerEntry> | undefined {
    const facts = this.#layers[layer];
    if (facts === undefined) return undefined;
    let files = this.#files.get(layer);
    if (files === undefined) {
      const all = new Map<string, LayerEntry>();
      for (const entry of facts.entries) {
        if (entry.kind !== 'directory' && entry.host === undefined) all.set(entry.path, entry);
      }
      for (const [path, entry] of all) {
        const target = entry.kind === 'hardlink' ? all.get(entry.target ?? '') : undefined;
        if (target !== undefined) all.set(path, target);
      }
      files = all;
      this.#files.set(layer, files);
    }
    return files;
  }

  /** What lay at a path when the layer was begun. */
  before(layer: number, path: string): LayerEntry | undefined {
    for (let below = layer - 1; below >= 0; below--) {
      const entry = this.of(below)?.get(path);
      if (entry !== undefined) return entry.kind === 'whiteout' ? undefined : entry;
    }
    return undefined;
  }
}
