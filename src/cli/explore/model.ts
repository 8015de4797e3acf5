import type { OpenedImage } from '../../app/explore.ts';
import { visible } from '../../base/visible.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import { type FileMark, fileMarks } from '../../report/file-marks.ts';
import { shortSums } from '../../report/places.ts';

/** An image as the explorer looks at it: what every key would otherwise find out anew. */
export class Model {
  readonly image: OpenedImage;
  readonly #marks: ReadonlyMap<string, FileMark>;
  readonly #gone = new Map<string, number[]>();
  readonly #ofLayer = new Map<number, ReadonlySet<string>>();

  constructor(image: OpenedImage) {
    this.image = image;
    const { assessment, tree } = image;
    this.#marks = fileMarks(assessment);
    for (const [index, { path }] of tree.gone.entries()) {
      const folder = existingFolder(path, (one) => tree.get(one)?.entry.kind === 'directory');
      const known = this.#gone.get(folder);
      if (known === undefined) this.#gone.set(folder, [index]);
      else known.push(index);
    }
  }

  /** Of a file, or of a folder that holds such a file. */
  markOf(path: string): FileMark | undefined {
    return this.#marks.get(path);
  }

  /** Indexes into `tree.gone` of what is gone from a folder; what lay in a folder that is gone too belongs to the last that is left. */
  goneIn(folder: string): readonly number[] {
    return this.#gone.get(folder) ?? [];
  }

  /** Paths that a layer put there or took something from, and the folders above them. */
  pathsOfLayer(layer: number): ReadonlySet<string> {
    let paths = this.#ofLayer.get(layer);
    if (paths === undefined) {
      const found = new Set<string>();
      const add = (path: string): void => {
        for (let at = path; at !== '' && !found.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
          found.add(at);
        }
      };
      for (const node of this.image.tree.nodes.values()) {
        if (node.layer === layer && node.implicit !== true) add(node.path);
      }
      for (const gone of this.image.tree.gone) {
        if (gone.layer === layer || gone.goneIn === layer) add(gone.path);
      }
      paths = found;
      this.#ofLayer.set(layer, paths);
    }
    return paths;
  }

  /** "layer 4, COPY entry.sh /". */
  originOf(layer: number): string {
    const { instruction } = this.image.assessment.layers[layer] ?? {};
    const told = instruction === undefined ? 'no instruction is recorded for it' : instruction;
    return `layer ${layer + 1}, ${visible(shortSums(told.slice(0, 600)))}`;
  }

  /** The text kept of a path of the merged tree. */
  textOf(path: string): string | undefined {
    const node = this.image.tree.get(path);
    return node === undefined ? undefined : this.image.text(node.contentLayer, node.entry);
  }

  textOfEntry(layer: number, entry: LayerEntry): string | undefined {
    return this.image.text(layer, entry);
  }
}

function existingFolder(path: string, exists: (folder: string) => boolean): string {
  let at = path.lastIndexOf('/');
  while (at > 0 && !exists(path.slice(0, at))) at = path.lastIndexOf('/', at - 1);
  return at > 0 ? path.slice(0, at) : '';
}
