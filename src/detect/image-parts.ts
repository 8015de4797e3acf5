import type { Unknown } from '../base/unknown.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Accounting } from '../explain/accounting/accounting.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';
import type { Observation } from './detector.ts';
import type { ImportedBy } from './imported-by.ts';
import type { JsonObject } from './json.ts';
import type { Language } from './text/language.ts';

/** What detectors see in files that they look at once more, because the whole image says more of them than their layer. */
export interface SeenAgain {
  /** By the detector's id; `Observation.entry` is an index into those files. */
  readonly observations: Readonly<Record<string, readonly Observation<JsonObject>[]>>;
  readonly unknowns: readonly (Unknown & { readonly layer?: number })[];
}

/** Modules of libraries that a program which starts imports, or that such libraries may import. */
export interface Imports extends SeenAgain {
  readonly modules: readonly { readonly node: TreeNode; readonly by: ImportedBy }[];
}

/** What places from which things start by themselves run, where one layer cannot tell it. */
export interface Autostarts extends SeenAgain {
  readonly files: readonly AutostartFile[];
}

export interface AutostartFile {
  readonly node: TreeNode;
  /** The place that runs it, without leading slash; absent for a place itself, whose commands read other layers. */
  readonly by?: string;
  /** What it is read as, where the command that runs it decides. */
  readonly language?: Language;
}

/** All that judging an image needs; what the dispatcher makes each detector's `ImageView` from. */
export interface ImageParts {
  readonly image: Image;
  /** By layer index; undefined for a layer that could not be read. */
  readonly layers: readonly (LayerFacts | undefined)[];
  readonly tree: ImageTree;
  readonly explanation: Explanation;
  /** Known images; default none. */
  readonly catalog?: Catalog;
  /** What detectors see in the libraries that a program which starts imports; found out where it is absent. */
  readonly imports?: Imports;
  /** What detectors see in what starts by itself, over all layers; found out where it is absent. */
  readonly autostarts?: Autostarts;
  /** What package databases account for; absent where nobody asked them. */
  readonly accounting?: Pick<Accounting, 'databases' | 'unaccounted' | 'changedFiles'>;
  /** What a detector observed in a layer. */
  observations(detectorId: string, layer: number): readonly Observation<JsonObject>[];
  /** The text kept of an entry of a layer. */
  text(layer: number, entry: LayerEntry): string | undefined;
}
