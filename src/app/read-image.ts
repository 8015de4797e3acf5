import { type Description, describe } from '../assess/index.ts';
import type { Limits } from '../base/limits.ts';
import type { Catalog } from '../catalog/index.ts';
import { type Accounting, compareContent, type Explanation, explain, knownLayers } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import { type Attested, collectClaims, type GivenFile, providedDockerfile } from '../trace/index.ts';
import { FactsBudget, factsCost } from './layers/facts-budget.ts';
import type { LayerRunner } from './layers/layer-pool.ts';
import { type LayerKnowledge, type LayerPlan, leftOut, planLayer, readLayer } from './layers/layer-reader.ts';
import { TextReader } from './layers/text-reader.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { recallAccounting } from './recall-accounting.ts';
import { NO_RULES, type RuleSet } from './rules/rule-set.ts';
import type { SourceTree } from './source-tree.ts';
import type { ReadEvents } from './workshop.ts';

export interface ReadImageOptions {
  readonly limits: Limits;
  readonly workers: number;
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  readonly catalog: Catalog;
  /** Rules about the content of files; default none. */
  readonly rules?: RuleSet;
  readonly signal?: AbortSignal;
  /**
   * `index`: read the provenance that the image's index holds, for the Dockerfile in it; `everywhere`: read every statement,
   * also those attached to the image. Either may mean asking a registry.
   */
  readonly attestations?: 'index' | 'everywhere';
  /** Files of statements that the user named. */
  readonly given?: readonly GivenFile[];
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
  /** Where attestations were asked for. */
  readonly attested?: Attested;
  readonly accounting: Accounting;
}

/** Reads or recalls every layer of an image, merges them, explains it, and says what accounts for its programs. */
export async function readImage(
  image: Image,
  options: ReadImageOptions,
  events: ReadEvents,
): Promise<ReadImage> {
  const budget = new FactsBudget(image.layers.length, options.limits.maxImageFactsBytes);
  const plans = await planLayers(image, options.cache, options.rules ?? NO_RULES, budget);
  const layers = await readLayers(image, plans, budget, options, events);
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
        });
  // What follows the whole chain holds the Dockerfile against the history itself, and must not find it there.
  const provided =
    options.attestations === 'index' && attested !== undefined
      ? providedDockerfile(attested, image, options.limits)
      : undefined;
  const explained = explain({
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
    accounting,
    ...(attested === undefined ? {} : { attested }),
  };
}

/** What of the statements could not be read. */
function notesOf(attested: Attested | undefined): readonly string[] {
  if (attested === undefined) return [];
  const broken = attested.claims.flatMap(({ broken: why }) => why ?? []);
  return [...attested.notes, ...broken.map((why) => `An attestation could not be used: ${why}.`)];
}

/** Beyond that, the tree needs the memory that idle threads would keep; the next image starts them anew. */
const MANY_ENTRIES = 100_000;

/** How often the shared counter is turned into events; only what a person sees depends on it. */
const PROGRESS_INTERVAL = 100;

/** From the bottom, so that no more stored facts are held than the budget allows. */
async function planLayers(
  image: Image,
  cache: LayerCache | undefined,
  rules: RuleSet,
  budget: FactsBudget,
): Promise<readonly LayerPlan[]> {
  const plans: LayerPlan[] = [];
  for (const layer of image.layers) {
    const plan = await planLayer(layer, cache, rules);
    if (plan.facts !== undefined) budget.note(plans.length, factsCost(plan.facts));
    if (plan.facts === undefined || budget.firstLeftOut() > plans.length) plans.push(plan);
    else {
      const { facts: _, ...rest } = plan;
      plans.push({ ...rest, needsBytes: false, leftOut: budget.unknown() });
    }
  }
  return plans;
}

async function readLayers(
  image: Image,
  plans: readonly LayerPlan[],
  budget: FactsBudget,
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
  const known: LayerKnowledge[] = [];
  const take = (at: number, layer: LayerKnowledge): void => {
    known[at] = layer;
    if (layer.facts !== undefined) budget.note(at, layer.cost);
    for (let i = budget.firstLeftOut(); i < plans.length; i++) {
      const over = known[i];
      if (over?.facts === undefined) continue;
      known[i] = leftOut(over, budget.unknown());
      // Nor may it be held for the sake of a layer above that is the same: that one is left out, too.
      running.set(keyOf(plans[i] as LayerPlan), Promise.resolve(known[i] as LayerKnowledge));
    }
  };
  try {
    // The largest first, so that no worker is left alone with it at the end.
    const order = [...plans.entries()].sort(
      ([, a], [, b]) => (b.layer.blob.size ?? 0) - (a.layer.blob.size ?? 0),
    );
    await mapConcurrently(order, options.workers, async ([at, plan]) => {
      const key = keyOf(plan);
      let reading = running.get(key);
      if (reading === undefined) {
        reading = readLayer(plan, {
          pool: options.pool,
          cache: options.cache,
          limits: options.limits,
          progress,
          noRoom: (cost) => {
            budget.note(at, cost);
            return budget.firstLeftOut() > at ? undefined : budget.unknown();
          },
          ...(options.signal === undefined ? {} : { signal: options.signal }),
        });
        running.set(key, reading);
      }
      take(at, await reading);
      events.onLayerDone?.();
    });
    return known;
  } finally {
    clearInterval(timer);
    report();
  }
}

function keyOf({ layer: { blob, diffId, index } }: LayerPlan): string {
  return `${blob.digest ?? diffId ?? index} ${diffId} ${blob.size}`;
}

/** What is told of an image for which nothing is judged, with all that could not be read of it. */
export function describeRead(read: ReadImage): Description {
  const { image, tree } = read;
  return describe({ ...read, unknowns: [...(image.unread ?? []), ...(tree.unknowns ?? [])] });
}
