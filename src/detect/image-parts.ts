import type { Unknown } from '../base/unknown.ts';
import type { Catalog } from '../catalog/index.ts';
import type { Accounting } from '../explain/accounting/accounting.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Image } from '../image/image.ts';
import type { LayerEntry, LayerFacts } from '../image/layer-facts.ts';
import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';
import type { Observation } from './detector.ts';
import type { JsonObject } from './json.ts';

/** Modules of libraries that a program which starts imports, and what detectors see in them. */
export interface Imports {
  readonly modules: readonly TreeNode[];
  /** By the detector's id; `Observation.entry` is an index into `modules`. */
  readonly observations: Readonly<Record<string, readonly Observation<JsonObject>[]>>;
  readonly unknowns: readonly Unknown[];
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
  /** What package databases account for; absent where nobody asked them. */
  readonly accounting?: Pick<Accounting, 'databases' | 'unaccounted' | 'changedFiles'>;
  /** What a detector observed in a layer. */
  observations(detectorId: string, layer: number): readonly Observation<JsonObject>[];
  /** The text kept of an entry of a layer. */
  text(layer: number, entry: LayerEntry): string | undefined;
}
