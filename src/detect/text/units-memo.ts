import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { TextUnit } from './units.ts';

/** Text of all units remembered for one image. */
const MAX_BYTES = 8 * 1024 * 1024;

const memos = new WeakMap<ImageTree, { bytes: number; readonly units: Map<string, readonly TextUnit[]> }>();

/**
 * The units of a text, made once: several detectors read the same texts one after the other.
 *
 * @param tree of the image that they belong to and are forgotten with
 * @param key tells the texts of one image apart
 */
export function rememberedUnits(
  tree: ImageTree,
  key: string,
  make: () => { readonly text: string; readonly units: readonly TextUnit[] },
): readonly TextUnit[] {
  const memo = memos.get(tree) ?? { bytes: 0, units: new Map() };
  memos.set(tree, memo);
  const known = memo.units.get(key);
  if (known !== undefined) return known;
  const { text, units } = make();
  memo.bytes += text.length;
  if (memo.bytes <= MAX_BYTES) memo.units.set(key, units);
  return units;
}
