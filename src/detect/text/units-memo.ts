import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { TextUnit } from './text-unit.ts';

/** About how many bytes of units are remembered for one image. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Of a command with its words. */
const COMMAND_BYTES = 500;

interface Memo {
  bytes: number;
  readonly units: Map<string, Map<string, readonly TextUnit[]>>;
}

const memos = new WeakMap<ImageTree, Memo>();

/**
 * The units of a text, made once: several detectors read the same texts one after the other.
 *
 * @param tree of the image that they belong to and are forgotten with
 * @param kind and key tell the texts of one image apart
 */
export function rememberedUnits(
  tree: ImageTree,
  kind: string,
  key: string,
  make: () => { readonly text: string; readonly units: readonly TextUnit[] },
): readonly TextUnit[] {
  const memo = memos.get(tree) ?? { bytes: 0, units: new Map<string, Map<string, readonly TextUnit[]>>() };
  memos.set(tree, memo);
  const known = memo.units.get(kind)?.get(key);
  if (known !== undefined) return known;
  const { text, units } = make();
  memo.bytes +=
    8 * text.length + COMMAND_BYTES * units.reduce((sum, { commands }) => sum + commands.length, 1);
  if (memo.bytes > MAX_BYTES) return units;
  const ofKind = memo.units.get(kind) ?? new Map<string, readonly TextUnit[]>();
  memo.units.set(kind, ofKind.set(key, units));
  return units;
}
