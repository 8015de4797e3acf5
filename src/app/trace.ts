import type { Description } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { limitFlag } from '../base/limit-reached.ts';
import type { Catalog } from '../catalog/index.ts';
import { builtOn, inventoryOf } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { formatPlatform } from '../image/platform.ts';
import { openSourceTree, type SourceTree } from '../source/work-tree/index.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import {
  checkSignatures,
  compareWithSource,
  type GivenBases,
  type GivenFile,
  lowestOf,
  type RebuildSide,
  type Trace,
  type Trust,
  trace,
} from '../trace/index.ts';
import type { LayerRunner } from './layers/layer-pool.ts';
import { describeRead, type ReadImage, readImage } from './read-image.ts';
import { type ReadEvents, type ReadOptions, type Workshop, withWorkshop } from './workshop.ts';

/** A source tree, and what is known of how the image was built from it. */
export interface GivenSource {
  readonly folder: string;
  /** A commit of a git checkout; default what it stands at. */
  readonly revision?: string;
  /** Path of the Dockerfile in it; default whichever agrees best. */
  readonly dockerfile?: string;
  /** Folder of it that was the build context. */
  readonly context?: string;
  /** Stage that was built. */
  readonly target?: string;
  /** Build arguments. */
  readonly args?: ReadonlyMap<string, string>;
}

export interface TraceOptions extends ReadOptions {
  /** The source tree that it shall have been built from. */
  readonly checkout?: GivenSource;
  /** Targets of images that it may be built on, at any depth; each is opened, and no other. */
  readonly bases?: readonly string[];
  /** Target of an image that was built again from the same source. */
  readonly rebuilt?: string;
  /** Files with statements, besides what comes with the image. */
  readonly given?: readonly GivenFile[];
  /** Whose signatures count. */
  readonly trust: Trust;
  /** What certificates and signatures that expire are held against. */
  readonly now: Date;
}

/** An image with how far it can be traced to its source. */
export interface TracedImage extends Description {
  readonly trace: Trace;
}

/**
 * Traces every image that a target names: the same reading as a check, and besides it what others say of the image, in
 * its place or in files.
 *
 * @throws ClearpullError when the target cannot be opened; what is wrong with an image is in its trace
 */
export async function traceTarget(
  target: string,
  options: TraceOptions,
  events: ReadEvents = {},
): Promise<readonly TracedImage[]> {
  return withWorkshop(options, events, async ({ cache, pool, catalog, rules, withImages }) => {
    const tree = options.checkout === undefined ? undefined : await openGiven(options.checkout, options);
    const traceAll = (
      images: readonly Image[],
      rebuilt: readonly Image[],
      bases: readonly Image[],
    ): Promise<readonly TracedImage[]> =>
      mapOneByOne(images, async (image) => {
        const again = {
          ...options,
          pool,
          bases,
          depth: 0,
          catalog: await catalog(),
          rules: await rules(),
          tree,
          rebuiltImage: rebuiltOf(image, images, rebuilt),
        };
        // The cache may be emptied meanwhile: then once more without it.
        const one =
          (await traceImage(image, { ...again, cache }, events)) ??
          (await traceImage(image, { ...again, cache: undefined }, events));
        if (one === undefined) throw new Error('texts were lost without a cache');
        return one;
      });
    return withImages(target, (images) =>
      openAll(options.bases ?? [], withImages, (bases) =>
        options.rebuilt === undefined
          ? traceAll(images, [], bases)
          : withImages(options.rebuilt, (rebuilt) => traceAll(images, rebuilt, bases)),
      ),
    );
  });
}

/** Holds the images of several targets open at once. */
async function openAll<T>(
  targets: readonly string[],
  withImages: Workshop['withImages'],
  work: (images: readonly Image[]) => Promise<T>,
  opened: readonly Image[] = [],
): Promise<T> {
  const [next, ...rest] = targets;
  if (next === undefined) return work(opened);
  return withImages(next, (images) => openAll(rest, withImages, work, [...opened, ...images]));
}

async function mapOneByOne<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

async function openGiven(
  { folder, revision }: GivenSource,
  { limits, signal }: ReadOptions,
): Promise<SourceTree> {
  return openSourceTree(folder, {
    limits,
    ...(revision === undefined ? {} : { revision }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/**
 * The rebuilt image for the same platform; of single images, whatever it is.
 *
 * @throws ClearpullError `platform-not-found` when there is none
 */
function rebuiltOf(image: Image, images: readonly Image[], rebuilt: readonly Image[]): Image | undefined {
  if (rebuilt.length === 0 || (images.length === 1 && rebuilt.length === 1)) return rebuilt[0];
  const wanted = formatPlatform(image.platform);
  const found = rebuilt.filter(({ platform }) => formatPlatform(platform) === wanted);
  if (found.length === 1) return found[0];
  throw new ClearpullError(
    'platform-not-found',
    `--rebuilt names ${found.length} images for ${wanted}, not one.`,
    {
      hint: 'Name one image, or choose a platform with --platform.',
    },
  );
}

interface TraceImageOptions extends Omit<TraceOptions, 'bases'> {
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  readonly catalog: Catalog;
  readonly tree: SourceTree | undefined;
  readonly rebuiltImage: Image | undefined;
  readonly bases: readonly Image[];
  /** How many images it lies below. */
  readonly depth: number;
}

/** Undefined when a text was lost on the way: then nothing that was concluded counts. */
async function traceImage(
  image: Image,
  options: TraceImageOptions,
  events: ReadEvents,
): Promise<TracedImage | undefined> {
  const read = await readImage(image, { ...options, attestations: 'everywhere' }, events);
  const { layers, tree, texts, explanation, attested } = read;
  const description = describeRead(read);
  const claims = await checkSignatures(attested?.claims ?? [], options.trust, {
    now: options.now,
    ...(image.readManifest === undefined ? {} : { readManifest: image.readManifest }),
    ...(image.repository === undefined ? {} : { repository: image.repository }),
  });
  const { checkout, tree: sourceTree, rebuiltImage } = options;
  const known = builtOn(explanation.base);
  const comparison =
    sourceTree === undefined
      ? undefined
      : await compareWithSource({
          ...checkout,
          tree: sourceTree,
          instructions: explanation.instructions,
          layers: layers.map(({ facts }) => facts),
          merged: tree,
          ...(known === undefined ? {} : { knownBaseLayers: known.layers }),
        });
  const rebuilt =
    rebuiltImage === undefined
      ? undefined
      : await readImage(rebuiltImage, { ...options, attestations: undefined }, events);
  const bases = await givenBases(read, options, events);
  if (bases === 'lost') return undefined;
  const traced = trace(
    {
      image,
      ...(bases === undefined ? {} : { bases }),
      explanation,
      layers: layers.map(({ facts, unread }) => ({ read: facts !== undefined, unread })),
      attested: { claims, notes: attested?.notes ?? [] },
      packages: inventoryOf({ tree, bytes: (layer, entry) => texts.bytesOfEntry(layer, entry) }),
      tree,
      ...(comparison === undefined ? {} : { source: comparison }),
      ...(rebuilt === undefined
        ? {}
        : {
            rebuild: { original: sideOf(read, description), rebuilt: sideOf(rebuilt, describeRead(rebuilt)) },
          }),
    },
    options.limits,
  );
  return texts.lost || rebuilt?.texts.lost === true ? undefined : { ...description, trace: traced };
}

/** The image given that lies below, traced in the same way, with those given that lie below it in turn. */
async function givenBases(
  { image, layers }: ReadImage,
  options: TraceImageOptions,
  events: ReadEvents,
): Promise<GivenBases | 'lost' | undefined> {
  const { bases, depth, limits } = options;
  if (bases.length === 0) return undefined;
  const below = lowestOf(
    image,
    layers.map(({ facts }) => facts?.diffId),
    bases.filter(({ platform }) => formatPlatform(platform) === formatPlatform(image.platform)),
  );
  if (below === undefined) return { others: bases };
  const own = below.config.rootfs.diff_ids?.length ?? 0;
  const deeper = bases.filter((one) => one !== below && (one.config.rootfs.diff_ids?.length ?? 0) < own);
  const others = bases.filter((one) => one !== below && !deeper.includes(one));
  const stop = depth + 1 >= limits.maxBaseDepth && deeper.length > 0;
  const { checkout: _, rebuilt: __, given: ___, trust, ...rest } = options;
  // Whose name the image has to have says nothing of who signs its base.
  const { signers: ____, ...anybody } = { ...trust, keys: [] };
  const again = {
    ...rest,
    trust: anybody,
    tree: undefined,
    rebuiltImage: undefined,
    bases: stop ? [] : deeper,
    depth: depth + 1,
  };
  const traced = await traceImage(below, again, events);
  if (traced === undefined) return 'lost';
  const { reference, digest, indexDigest } = below;
  return {
    below: {
      reference,
      digest,
      ...(indexDigest === undefined ? {} : { indexDigest }),
      layers: own,
      trace: traced.trace,
    },
    others,
    ...(stop ? { stopped: `What lies below that was not traced (${limitFlag('maxBaseDepth')}).` } : {}),
  };
}

function sideOf({ image, layers, texts }: ReadImage, { coverage }: Description): RebuildSide {
  return {
    image,
    layers: layers.map(({ facts }) => facts),
    complete: coverage.complete,
    text: (layer, entry) => texts.ofEntry(layer, entry),
  };
}
