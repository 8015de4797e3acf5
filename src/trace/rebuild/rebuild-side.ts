import type { Image } from '../../image/image.ts';
import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';

/** One of the two images. */
export interface RebuildSide {
  readonly image: Image;
  /** By layer index; undefined for a layer that was not read. */
  readonly layers: readonly (LayerFacts | undefined)[];
  /** Whether every byte was read and is what it is said to be. */
  readonly complete: boolean;
  /** The text kept of an entry of a layer. */
  text(layer: number, entry: LayerEntry): string | undefined;
}
