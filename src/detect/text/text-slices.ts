import type { LayerFacts } from '../../image/layer-facts.ts';
import { layerTexts } from './layer-texts.ts';

/** The texts of a layer's entries from one index on, up to another. */
export interface TextSlice {
  readonly from: number;
  /** Not one of them. */
  readonly to: number;
  /** They are only told of: the texts before them are more than is looked at. */
  readonly isLeftOut?: true;
}

/** Of any layer. */
export const ALL_TEXTS: TextSlice = { from: 0, to: Number.MAX_SAFE_INTEGER };

/** Bytes of texts that take a second or two to look into: more than it costs to hand a layer to another thread. */
const SLICE_BYTES = 1024 * 1024;
/** Each thread goes through the entries of the layer once more for each of them. */
const MOST_SLICES = 8;

/**
 * A layer's texts in slices of about the same size, to be looked into by several threads. By what the layer holds alone, so that
 * what comes out does not depend on how many threads there are. One slice where there is little.
 */
export function textSlices(facts: LayerFacts): readonly TextSlice[] {
  // Those kept for single detectors are few.
  const texts = layerTexts({ facts, marks: [], marked: [], text: () => undefined });
  const sizes = texts.map(({ entry }) => entry.text?.[1] ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const count = Math.min(MOST_SLICES, Math.floor(total / SLICE_BYTES));
  const starts: number[] = [];
  let before = 0;
  for (const [at, size] of sizes.entries()) {
    const index = texts[at]?.index ?? 0;
    if (at > 0 && starts.length < count - 1 && before >= (total / count) * (starts.length + 1))
      starts.push(index);
    before += size;
  }
  return [ALL_TEXTS.from, ...starts].map((from, i) => ({ from, to: starts[i] ?? ALL_TEXTS.to }));
}
