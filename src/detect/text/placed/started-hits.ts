import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { notLookedAt } from '../looked.ts';
import type { Look } from '../looked-at.ts';
import { shownToAll } from '../shown-to-all.ts';
import { isRegister } from '../spoken.ts';
import { heard } from './heard.ts';
import { type Placed, place, type Where } from './placed.ts';
import { startedFiles } from './started-files.ts';
import { startsBy } from './where-of.ts';

/** What is seen in the files that the start chain runs or names. */
export function startedHits<D extends JsonObject>(view: ImageView<D>, look: Look<D>): readonly Placed<D>[] {
  const placed: Placed<D>[] = [];
  const files = startedFiles(view);
  const shown = shownToAll(view, 'started', look, files);
  for (const [index, { path, layer }] of files.entries()) {
    const { cut, hits = [] } = shown[index] ?? {};
    if (cut !== undefined) view.unread?.({ ...notLookedAt(cut, path), layer });
    const where: Where = {
      path,
      role: 'active',
      kind: 'file',
      runs: startsBy(view, path),
      gone: false,
    };
    const own = isRegister(path) ? [] : hits;
    for (const hit of [...own, ...heard(view, look, `/${path}`, own)]) {
      placed.push({
        data: hit.data,
        evidence: { path: `/${path}`, layer, ...place(hit) },
        where,
      });
    }
  }
  return placed;
}
