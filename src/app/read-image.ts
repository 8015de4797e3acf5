import type { Limits } from '../base/limits.ts';
import { type Accounting, accountFor, compareContent, type Explanation, explain } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import type { LayerRunner } from './layers/layer-pool.ts';
import { type LayerKnowledge, type LayerPlan, planLayer, readLayer } from './layers/layer-reader.ts';
import { TextReader } from './layers/text-reader.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { type FoundProvenance, findProvenance } from './provenance.ts';
import type { SourceTree } from './source-tree.ts';
import type { ReadEvents } from './workshop.ts';

export interface ReadImageOptions {
  readonly limits: Limits;
  readonly workers: number;
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  readonly signal?: AbortSignal;
  /** Look into attestations for the Dockerfile; that may mean asking a registry for them. */
  readonly attestations?: boolean;
  /** The user's own sources, to be compared with what is in the image. */
  readonly source?: SourceTree;
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
  readonly accounting: Accounting;
}

/** Reads or recalls every layer of an image, merges them, explains it, and says what accounts for its programs. */
export async function readImage(
  image: Image,
  options: ReadImageOptions,
  events: ReadEvents,
): Promise<ReadImage> {
  const plans = await Promise.all(image.layers.map((layer) => planLayer(layer, options.cache)));
  const layers = await readLayers(image, plans, options, events);
  const entries = layers.reduce((sum, { facts }) => sum + (facts?.entries.length ?? 0), 0);
  if (entries > MANY_ENTRIES) await options.pool.close();
  const tree = buildTree(
    layers.map(({ facts }) => facts),
    options.limits,
  );
  const texts = new TextReader(layers);
  const text = (path: string): string | undefined => texts.ofPath(tree, path);
  const found: FoundProvenance = options.attestations === true ? await findProvenance(image) : { notes: [] };
  const explained = explain({
    image,
    tree,
    text,
    limits: options.limits,
    ...(found.provided === undefined ? {} : { provided: found.provided }),
  });
  const source = await options.source?.knownFor(tree);
  const accounting = accountFor({
    tree,
    startChain: explained.startChain,
    bytes: (layer, entry) => texts.bytesOfEntry(layer, entry),
    ...(source === undefined ? {} : { source }),
  });
  const instructions = compareContent({
    instructions: explained.instructions,
    layers: layers.map(({ facts }) => facts),
    accounting,
  });
  const explanation = { ...explained, instructions, notes: [...explained.notes, ...found.notes] };
  return { image, layers, tree, texts, text, explanation, accounting };
}

/** Beyond that, the tree needs the memory that idle threads would keep; the next image starts them anew. */
const MANY_ENTRIES = 100_000;

/** How often the shared counter is turned into events; only what a person sees depends on it. */
const PROGRESS_INTERVAL = 100;

async function readLayers(
  image: Image,
  plans: readonly LayerPlan[],
  options: ReadImageOptions,
  events: ReadEvents,
): Promise<readonly LayerKnowledge[]> {
  const toRead = plans.filter(({ needsBytes }) => needsBytes);
  const bytesToRead = toRead.reduce((sum, { layer }) => sum + (layer.blob.size ?? 0), 0);
  events.onImage?.(image.reference, plans.length, toRead.length, bytesToRead);
  const progress = new BigInt64Array(new SharedArrayBuffer(8));
  let reported = 0;
  const report = (): void => {
    const now = Number(Atomics.load(progress, 0));
    if (now > reported) events.onBytes?.(now - reported);
    reported = now;
  };
  const timer = setInterval(report, PROGRESS_INTERVAL);
  // The same layer twice in an image is read once.
  const running = new Map<string, Promise<LayerKnowledge>>();
  try {
    // The largest first, so that no worker is left alone with it at the end.
    const order = [...plans].sort((a, b) => (b.layer.blob.size ?? 0) - (a.layer.blob.size ?? 0));
    const known = await mapConcurrently(order, options.workers, async (plan) => {
      const { digest } = plan.layer.blob;
      const key = `${digest ?? plan.layer.diffId ?? plan.layer.index} ${plan.layer.diffId} ${plan.layer.blob.size}`;
      let reading = running.get(key);
      if (reading === undefined) {
        reading = readLayer(plan, {
          pool: options.pool,
          cache: options.cache,
          limits: options.limits,
          progress,
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        });
        running.set(key, reading);
      }
      const layer = await reading;
      events.onLayerDone?.();
      return layer;
    });
    const byPlan = new Map(order.map((plan, i) => [plan, known[i] as LayerKnowledge]));
    return plans.map((plan) => byPlan.get(plan) as LayerKnowledge);
  } finally {
    clearInterval(timer);
    report();
  }
}
