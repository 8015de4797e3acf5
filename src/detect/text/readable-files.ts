import { passingPathOf } from '../../image/entries/entry-table.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { LayerView } from '../detector.ts';

/**
 * A layer's own files whose text some detector has, by path. Made when first asked, and of no other files: of a layer of a
 * hundred thousand their paths alone are tens of megabytes.
 */
export class ReadableFiles {
  readonly #layers: readonly LayerView[];
  #byPath: ReadonlyMap<string, LayerEntry> | undefined;

  /** @param layers the same layer as each of the detectors sees it */
  constructor(layers: readonly LayerView[]) {
    this.#layers = layers;
  }

  /** Undefined as well where the layer has something else at that path further on. */
  at(path: string): LayerEntry | undefined {
    this.#byPath ??= this.#find();
    return this.#byPath.get(path);
  }

  #find(): ReadonlyMap<string, LayerEntry> {
    const found = new Map<string, LayerEntry>();
    const [first] = this.#layers;
    if (first === undefined) return found;
    const isForAll = this.#layers.some(({ marked }) => marked === undefined);
    const marked = new Set(this.#layers.flatMap((layer) => layer.marked ?? []));
    for (const [index, entry] of first.facts.entries.entries()) {
      if (entry.host !== undefined) continue;
      const path = passingPathOf(entry);
      const isReadable = isForAll || entry.text !== undefined || marked.has(index);
      if (entry.kind === 'file' && isReadable) found.set(path, entry);
      else found.delete(path);
    }
    return found;
  }
}
