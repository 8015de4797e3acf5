import { type Description, describe } from '../assess/index.ts';
import type { Limits } from '../base/limits.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Accounting, compareContent, type Explanation, explain, knownLayers } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import {
  type Attested,
  collectClaims,
  type FindTrustFiles,
  type GivenFile,
  providedDockerfile,
} from '../trace/index.ts';
import type { LayerKnowledge } from './layers/layer-knowledge.ts';
import type { LayerRunner } from './layers/layer-runner.ts';
import { recallLayers } from './layers/recall-layers.ts';
import { TextReader } from './layers/text-reader.ts';
import { recallAccounting } from './recall-accounting.ts';
import type { RuleSet } from './rules/rule-set.ts';
import type { SourceTree } from './source-tree.ts';
import type { ReadEvents } from './workshop.ts';

export interface ReadImageOptions {
  readonly limits: Limits;
  readonly workers: number;
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  readonly catalog: Catalog;
  /** Rules about the content of files, opened when a layer has to be read; default none. */
  readonly rules?: () => Promise<RuleSet>;
  /**
   * Nothing will be judged: what detectors and rules saw is not told, and neither is loaded when all layers are known. Of
   * layers that have to be read it is kept all the same, so that a check that follows need not read them again.
   */
  readonly factsOnly?: true;
  readonly signal?: AbortSignal;
  /**
   * `index`: read the provenance that the image's index holds, for the Dockerfile in it; `everywhere`: read every statement,
   * also those attached to the image. Either may mean asking a registry.
   */
  readonly attestations?: 'index' | 'everywhere';
  /** Files of statements that the user named. */
  readonly given?: readonly GivenFile[];
  /** Where Docker Content Trust keeps what it knows. */
  readonly contentTrust?: FindTrustFiles;
  /** The user's own sources, to be compared with what is in the image. */
  readonly source?: SourceTree;
  /** The same image's `ReadImage.explained` of an earlier time. */
  readonly explained?: Explanation;
}

/** An image with everything that is known of it before anything is judged. */
export interface ReadImage {
  readonly image: Image;
  /** By layer index. */
  readonly layers: readonly LayerKnowledge[];
  readonly tree: ImageTree;
  readonly texts: TextReader;
  /** The text kept of the file at a path of the merged tree. */
  readonly text: (path: string) => string | undefined;
  readonly explanation: Explanation;
  /** The explanation without what accounts for the layers' content, and what was found with it. */
  readonly explained: Explanation;
  /** Where attestations were asked for. */
  readonly attested?: Attested;
  readonly accounting: Accounting;
  /** Those that it was read under. */
  readonly limits: Limits;
}

/** Reads or recalls every layer of an image, merges them, explains it, and says what accounts for its programs. */
export async function readImage(
  image: Image,
  options: ReadImageOptions,
  events: ReadEvents,
): Promise<ReadImage> {
  const layers = await layersOf(image, options, events);
  const entries = layers.reduce((sum, { facts }) => sum + (facts?.entries.length ?? 0), 0);
  if (entries > MANY_ENTRIES) await options.pool.close();
  const tree = buildTree(
    layers.map(({ facts }) => facts),
    options.limits,
  );
  const texts = new TextReader(layers);
  const text = (path: string): string | undefined => texts.ofPath(tree, path);
  const attested =
    options.attestations === undefined
      ? undefined
      : await collectClaims(image, {
          limits: options.limits,
          attached: options.attestations === 'everywhere',
          onlyProvenance: options.attestations === 'index',
          ...(options.given === undefined ? {} : { given: options.given }),
          ...(options.contentTrust === undefined ? {} : { contentTrust: options.contentTrust }),
        });
  // What follows the whole chain holds the Dockerfile against the history itself, and must not find it there.
  const provided =
    options.attestations === 'index' && attested !== undefined
      ? providedDockerfile(attested, image, options.limits)
      : undefined;
  const explained =
    options.explained ??
    explain({
      image,
      tree,
      text,
      limits: options.limits,
      catalog: options.catalog,
      diffIds: layers.map(({ facts }) => facts?.diffId),
      ...(provided === undefined ? {} : { provided }),
    });
  const source = await options.source?.knownFor(tree);
  const base = knownLayers(explained.base);
  const accounting = await recallAccounting(
    {
      tree,
      ...(base === undefined ? {} : { base }),
      startChain: explained.startChain,
      ...(source === undefined ? {} : { source }),
    },
    layers,
    texts,
    options.cache,
  );
  const instructions = compareContent({
    instructions: explained.instructions,
    layers: layers.map(({ facts }) => facts),
    accounting,
  });
  const explanation = { ...explained, instructions, notes: [...explained.notes, ...notesOf(attested)] };
  return {
    image,
    layers,
    tree,
    texts,
    text,
    explanation,
    explained,
    accounting,
    limits: options.limits,
    ...(attested === undefined ? {} : { attested }),
  };
}

async function layersOf(
  image: Image,
  options: ReadImageOptions,
  events: ReadEvents,
): Promise<readonly LayerKnowledge[]> {
  const { factsOnly = false, cache, rules } = options;
  const known =
    factsOnly && cache !== undefined ? await recallLayers(image, cache, options.limits) : undefined;
  if (known !== undefined) {
    events.onImage?.(image.reference, known.length, 0, 0);
    for (const _ of known) events.onLayerDone?.();
    return known;
  }
  // Brings the detectors along.
  const { readLayers } = await import('./layers/read-layers.ts');
  return readLayers(image, { ...options, rules: await rules?.(), factsOnly }, events);
}

/** What of the statements could not be read. */
function notesOf(attested: Attested | undefined): readonly string[] {
  if (attested === undefined) return [];
  const broken = attested.claims.flatMap(({ broken: why }) => why ?? []);
  return [...attested.notes, ...broken.map((why) => `An attestation could not be used: ${why}.`)];
}

/** Beyond that, the tree needs the memory that idle threads would keep; the next image starts them anew. */
const MANY_ENTRIES = 100_000;

/** What is told of an image for which nothing is judged, with all that could not be read of it. */
export function describeRead(read: ReadImage): Description {
  const { image, tree } = read;
  return describe({ ...read, unknowns: [...(image.unread ?? []), ...(tree.unknowns ?? [])] });
}
