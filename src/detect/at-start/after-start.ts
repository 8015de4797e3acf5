import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import type { TreeNode } from '../../image/tree/image-tree.ts';
import { overlaidTree } from '../../image/tree/overlaid-tree.ts';
import type { ImageView, LayerView, Observation, Sighting } from '../detector.ts';
import type { Finding } from '../finding.ts';
import type { ImageParts } from '../image-parts.ts';
import type { JsonObject } from '../json.ts';
import { clip } from '../text/lines.ts';
import { treeReader, treeText } from '../text/tree-text.ts';
import type { StartFile } from './start-file.ts';
import { startFiles } from './start-files.ts';
import { startImage } from './start-image.ts';
import { toldOfScripts } from './told-of-scripts.ts';

/**
 * Shows detectors of files the image as its start chain leaves it: what scripts write, change, copy and unpack is one
 * more layer. What they find in it is told of the script that does it.
 */
export class AfterStart {
  readonly #files: ReadonlyMap<string, StartFile>;
  readonly #facts: LayerFacts;
  readonly #texts: ReadonlyMap<LayerEntry, string>;
  readonly #layers: ImageView['layers'];
  readonly #tree: ImageView['tree'];
  readonly #text: ImageView['text'];
  readonly #layer: number;

  constructor(parts: ImageParts, view: ImageView) {
    this.#layer = parts.layers.length;
    this.#files = startFiles(view, startImage(parts.tree, parts.layers, parts.text));
    const files = [...this.#files.values()];
    this.#facts = {
      diffId: 'sha256:start',
      size: 0,
      entries: files.map(({ entry }) => entry),
      unknowns: [],
    };
    this.#texts = new Map(files.flatMap(({ entry, text }) => (text === undefined ? [] : [[entry, text]])));
    this.#tree = overlaidTree(
      parts.tree,
      files.map(({ entry }) => nodeOf(entry, this.#layer)),
    );
    this.#layers = [...parts.layers, this.#facts];
    this.#text = treeText({
      tree: this.#tree,
      layers: this.#layers,
      text: (layer, entry) => (layer === this.#layer ? this.#texts.get(entry) : parts.text(layer, entry)),
    });
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** The layer of what the start chain leaves, for `inspect`. What it reads may lie in any layer below. */
  get layer(): LayerView {
    return {
      facts: this.#facts,
      marks: [],
      marked: [],
      text: (entry) => this.#texts.get(entry),
      readFile: treeReader({ tree: this.#tree, text: this.#text }),
    };
  }

  /** The image with that layer on top, as a detector that saw this in it judges it. */
  viewFor(view: ImageView, observations: readonly Observation<JsonObject>[]): ImageView {
    return {
      ...view,
      layers: this.#layers,
      tree: this.#tree,
      text: this.#text,
      // Those are judged already.
      started: new Set(),
      sightings: observations.flatMap((observation) => this.#sighting(observation)),
    };
  }

  /** The findings that stand on what the start chain leaves, told of its scripts; nothing that was told already. */
  told(found: readonly Finding[], before: readonly Finding[]): readonly Finding[] {
    return toldOfScripts(found, before, this.#files, this.#layer);
  }

  #sighting(observation: Observation<JsonObject>): readonly Sighting<JsonObject>[] {
    const entry = this.#facts.entries[observation.entry];
    if (entry === undefined) return [];
    const { line, offset, excerpt } = observation;
    const evidence = {
      path: `/${entry.path}`,
      layer: this.#layer,
      ...(line !== undefined && { line }),
      ...(offset !== undefined && { offset }),
      excerpt: clip(excerpt),
    };
    return [{ observation, entry, layer: this.#layer, evidence }];
  }
}

function nodeOf(entry: LayerEntry, layer: number): TreeNode {
  return { path: entry.path, entry, layer, contentLayer: layer };
}
