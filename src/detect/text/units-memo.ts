import type { TextUnit } from './units.ts';

/** Text of all units remembered for one layer or image. */
const MAX_BYTES = 8 * 1024 * 1024;

const memos = new WeakMap<object, { bytes: number; readonly units: Map<unknown, readonly TextUnit[]> }>();

/**
 * The units of a text, made once: several detectors read the same texts one after the other.
 *
 * @param owner what they belong to (a layer's facts, an image's tree) and are forgotten with
 * @param key tells the texts of one owner apart
 */
export function rememberedUnits(
  owner: object,
  key: unknown,
  make: () => { readonly text: string; readonly units: readonly TextUnit[] },
): readonly TextUnit[] {
  const memo = memos.get(owner) ?? { bytes: 0, units: new Map() };
  memos.set(owner, memo);
  const known = memo.units.get(key);
  if (known !== undefined) return known;
  const { text, units } = make();
  memo.bytes += text.length;
  if (memo.bytes <= MAX_BYTES) memo.units.set(key, units);
  return units;
}
