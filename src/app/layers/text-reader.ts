import type { TextPack } from '../../analyze/index.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { LayerKnowledge } from './layer-knowledge.ts';

/** Reads the texts that were kept of an image's layers. */
export class TextReader {
  readonly #layers: readonly LayerKnowledge[];
  #lost = false;

  constructor(layers: readonly LayerKnowledge[]) {
    this.#layers = layers;
  }

  /**
   * True when a text was asked for that was stored and is gone: another process emptied the cache meanwhile.
   * What was concluded without it must not be believed.
   */
  get lost(): boolean {
    return this.#lost;
  }

  /** The text kept of an entry of a layer, by the layer's index; undefined when none was. */
  ofEntry(layer: number, entry: LayerEntry): string | undefined {
    if (entry.text === undefined) return undefined;
    return this.#pack(layer, entry.text)?.textAt(entry.text, entry.content);
  }

  /** The bytes kept of a text or of a file of a package database. */
  bytesOfEntry(layer: number, entry: LayerEntry): Buffer | undefined {
    const place = entry.database ?? entry.text;
    if (place === undefined) return undefined;
    return this.#pack(layer, place)?.bytesAt(place);
  }

  #pack(layer: number, [offset, length]: readonly [number, number]): TextPack | undefined {
    const pack = this.#layers[layer]?.texts();
    if (pack !== undefined && offset + length <= pack.length) return pack;
    this.#lost = true;
    return undefined;
  }

  /** The text kept of the file at a path of the merged tree; no symlinks are followed. */
  ofPath(tree: ImageTree, path: string): string | undefined {
    const node = tree.get(path);
    return node === undefined ? undefined : this.ofEntry(node.contentLayer, node.entry);
  }
}
