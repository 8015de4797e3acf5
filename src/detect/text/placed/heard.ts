import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { looked } from '../looked.ts';
import type { Hit, Look } from '../looked-at.ts';
import { spokenUnits } from '../spoken.ts';
import { treeReader } from '../tree-text.ts';

/** What a detector sees in what the start chain hands to shells out of a file, and did not see in the file itself. */
export function heard<D extends JsonObject>(
  view: ImageView<D>,
  look: Look<D>,
  path: string,
  own: readonly { readonly data: D }[],
): readonly Hit<D>[] {
  const units = spokenUnits(view, path, treeReader(view, path));
  if (units.length === 0) return [];
  const keyOf = (data: D): string => JSON.stringify({ ...data, via: undefined });
  const seen = new Set(own.map(({ data }) => keyOf(data)));
  return looked(look, { path, role: 'active', units, executable: true }, view).filter(
    ({ data }) => !seen.has(keyOf(data)),
  );
}
