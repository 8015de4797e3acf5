import { DEFAULT_LIMITS } from '../../../base/limits.ts';
import type { ImageView } from '../../detector.ts';
import type { JsonObject } from '../../json.ts';
import { linksToStart } from '../links-to-start.ts';
import type { Look } from '../looked-at.ts';
import { shownToAll, type ToShow } from '../shown-to-all.ts';
import type { TextUnit } from '../text-unit.ts';
import { treeReader } from '../tree-text.ts';
import { unitsOf } from '../units.ts';
import { placeName } from './place-name.ts';
import { type Placed, place, type Where } from './placed.ts';

/** What is seen in files that something starts by a link. */
export function linkedHits<D extends JsonObject>(
  view: ImageView<D>,
  look: Look<D>,
  started: ReadonlySet<string>,
): readonly Placed<D>[] {
  const files = linkedFiles(view, started);
  const shown = shownToAll(view, 'linked', look, files);
  return files.flatMap(({ path, file, layer }, index) => {
    const runs = `${placeName(path)} starts it`;
    const where: Where = { path: file, role: 'active', kind: 'file', runs, gone: false };
    return (shown[index]?.hits ?? []).map((hit) => ({
      data: hit.data,
      evidence: { path: `/${file}`, layer, ...place(hit) },
      where,
    }));
  });
}

/** A file that nothing starts by its own name, under the link that does. */
interface LinkedFile extends ToShow {
  readonly file: string;
  readonly layer: number;
}

function linkedFiles(view: ImageView<JsonObject>, started: ReadonlySet<string>): readonly LinkedFile[] {
  const limits = view.limits ?? DEFAULT_LIMITS;
  return linksToStart(view.tree).flatMap(({ link, file }): readonly LinkedFile[] => {
    const node = view.tree.get(file);
    if (node === undefined || started.has(file)) return [];
    const units = (): readonly TextUnit[] => {
      const text = view.text(file);
      if (text === undefined || text.length > limits.maxTextBytes) return [];
      const readFile = treeReader(view, file);
      return unitsOf(link, node.entry.content, text, { readFile, limits });
    };
    return [{ path: link, file, layer: node.contentLayer, units }];
  });
}
