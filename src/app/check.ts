import { type Assessment, assess, listFiles, type Policy, type Suppressions } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import type { Limits } from '../base/limits.ts';
import { type ImageProfile, profileOf } from '../compare/index.ts';
import { DETECTORS, judgeImage } from '../detect/index.ts';
import { explain } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { hostPlatform, type Platform, parsePlatform } from '../image/platform.ts';
import { buildTree } from '../image/tree/build-tree.ts';
import {
  openTarget,
  parseTarget,
  type RegistryNotice,
  type RegistryOptions,
  type StandardInput,
} from '../source/index.ts';
import { ContentCache } from '../store/content-cache.ts';
import { documentCache } from '../store/document-cache.ts';
import { LayerCache } from '../store/layer-cache.ts';
import { baseLayersOf } from './base-layers.ts';
import { LayerPool, type LayerRunner } from './layers/layer-pool.ts';
import { type LayerKnowledge, type LayerPlan, planLayer, readLayer } from './layers/layer-reader.ts';
import { TextReader } from './layers/text-reader.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { scratchFolder } from './scratch-folder.ts';
import { keepHeapsSmall } from './small-heaps.ts';

export interface CheckOptions {
  /** `os/architecture[/variant]` or `all`; default: the machine's. */
  readonly platform?: string;
  readonly policy: Policy;
  readonly limits: Limits;
  readonly registry: RegistryOptions;
  /** What the target `-` means. */
  readonly stdin?: StandardInput;
  /** Where DOCKER_HOST and the like are looked up; default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** containerd's `root` folder; default `/var/lib/containerd`. */
  readonly containerdRoot?: string;
  /** Undefined: nothing is kept. */
  readonly cacheFolder?: string;
  /** Worker threads. */
  readonly workers: number;
  /** What shall not count, but for the layers of the base image, which `base` names. */
  readonly suppressions?: Omit<Suppressions, 'bases'>;
  /** Target of the base image that `suppressions.ignoreBase` goes by. */
  readonly base?: string;
  /** RFC 3339; decides only which rules of the policy and which exceptions have expired. */
  readonly now?: string;
  readonly signal?: AbortSignal;
  /** Also lists the files of each image, for reports that show them. */
  readonly files?: boolean;
}

export interface CheckEvents {
  onImage?(reference: string, layers: number, layersToRead: number, bytesToRead: number): void;
  /** Compressed bytes taken in since the last call. */
  onBytes?(count: number): void;
  onLayerDone?(): void;
  /** A registry makes us wait, or a mirror is asked no more. */
  onNotice?(notice: RegistryNotice): void;
  /** An image of the target is done; the same assessments are returned in the end. */
  onAssessed?(assessment: Assessment): void;
  /** The same image, as it is compared with another; called before `onAssessed`, made only when asked for. */
  onProfile?(profile: ImageProfile): void;
}

/**
 * Checks every image that a target names, each for the platforms asked for. Pure but for what it must read:
 * the same bytes, rules and policy give the same assessments.
 *
 * @throws ClearpullError when the target cannot be opened; what is wrong inside an image is in its assessment
 */
export async function checkTarget(
  target: string,
  options: CheckOptions,
  events: CheckEvents = {},
): Promise<readonly Assessment[]> {
  keepHeapsSmall();
  const scratch = scratchFolder(options.cacheFolder);
  const content = options.cacheFolder === undefined ? undefined : new ContentCache(options.cacheFolder);
  const cache = content === undefined ? undefined : new LayerCache(content, options.limits);
  const pool = new LayerPool(options.workers);
  try {
    const sourceOptions = {
      ...platformOption(options.platform),
      limits: options.limits,
      registry: {
        ...options.registry,
        ...(content === undefined ? {} : { documents: documentCache(content) }),
        onNotice: (notice: RegistryNotice) => events.onNotice?.(notice),
      },
      scratchFolder: scratch.path,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.containerdRoot === undefined ? {} : { containerdRoot: options.containerdRoot }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const bases = options.base === undefined ? undefined : await baseLayersOf(options.base, sourceOptions);
    const source = await openTarget(parseTarget(target), sourceOptions);
    const suppressions = suppressionsFor(source.images.length, options.suppressions, bases);
    try {
      const assessments: Assessment[] = [];
      for (const image of source.images) {
        const checked =
          (await checkImage(image, { ...options, cache, pool, suppressions }, events)) ??
          (await checkImage(image, { ...options, cache: undefined, pool, suppressions }, events));
        if (checked === undefined) throw new Error('texts were lost without a cache');
        const { assessment, profile } = checked;
        assessments.push(assessment);
        if (profile !== undefined) events.onProfile?.(profile);
        events.onAssessed?.(assessment);
      }
      return assessments;
    } finally {
      await source.close();
    }
  } finally {
    await pool.close();
    await scratch.remove();
  }
}

function suppressionsFor(
  images: number,
  { baseline, ...rest }: Omit<Suppressions, 'bases'> = {},
  bases: Suppressions['bases'],
): Suppressions {
  return {
    ...rest,
    // Of several images none can be told to be the one of the baseline but by its name.
    ...(baseline && { baseline: { ...baseline, anyName: baseline.anyName && images === 1 } }),
    ...(bases && { bases }),
  };
}

export interface CheckedImage {
  readonly assessment: Assessment;
  /** Only where `onProfile` is there to take it. */
  readonly profile?: ImageProfile;
}

/**
 * One image out of an opened source: read or recalled, explained, judged, assessed. Undefined when the cache lost something while it was needed; then it has to be done again, without it.
 */
export async function checkImage(
  image: Image,
  options: CheckOptions & {
    readonly cache: LayerCache | undefined;
    readonly pool: LayerRunner;
    readonly suppressions: Suppressions;
  },
  events: CheckEvents = {},
): Promise<CheckedImage | undefined> {
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
  const explanation = explain({ image, tree, text, limits: options.limits });
  const judged = judgeImage(
    DETECTORS,
    {
      image,
      layers: layers.map(({ facts }) => facts),
      tree,
      explanation,
      observations: (id, layer) => layers[layer]?.observations.get(id)?.observations ?? [],
      text: (layer, entry) => texts.ofEntry(layer, entry),
    },
    options.limits,
  );
  const assessed = assess({
    image,
    layers,
    tree,
    explanation,
    findings: judged.findings,
    unknowns: [...(image.unread ?? []), ...(tree.unknowns ?? []), ...judged.unknowns],
    policy: options.policy,
    rules: DETECTORS.flatMap(({ rules }) => rules),
    text,
    suppressions: options.suppressions,
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const assessment =
    options.files === true ? { ...assessed, files: listFiles(tree, assessed, text) } : assessed;
  const profile = events.onProfile === undefined ? undefined : profileOf({ image, assessment, tree, text });
  if (texts.lost) return undefined;
  return { assessment, ...(profile === undefined ? {} : { profile }) };
}

/** Beyond that, the tree needs the memory that idle threads would keep; the next image starts them anew. */
const MANY_ENTRIES = 100_000;

/** How often the shared counter is turned into events; only what a person sees depends on it. */
const PROGRESS_INTERVAL = 100;

async function readLayers(
  image: Image,
  plans: readonly LayerPlan[],
  options: CheckOptions & { readonly cache: LayerCache | undefined; readonly pool: LayerRunner },
  events: CheckEvents,
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

function platformOption(text: string | undefined): {
  readonly platform: Platform | 'all';
  readonly platformGiven: boolean;
} {
  if (text === undefined) return { platform: hostPlatform(process.arch), platformGiven: false };
  if (text === 'all') return { platform: 'all', platformGiven: true };
  const platform = parsePlatform(text);
  if (platform === undefined) {
    throw new ClearpullError('usage', `"${text}" is not a platform`, {
      hint: 'Write os/architecture, for instance linux/arm64, or "all".',
    });
  }
  return { platform, platformGiven: true };
}
