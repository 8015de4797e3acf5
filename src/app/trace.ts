import { ClearpullError } from '../base/errors.ts';
import type { Image } from '../image/image.ts';
import { formatPlatform } from '../image/platform.ts';
import { openSourceTree, type SourceTree } from '../source/work-tree/index.ts';
import type { FindTrustFiles, GivenFile, Trust } from '../trace/index.ts';
import { type GivenSource, type TracedImage, traceImage } from './trace-image.ts';
import { maskTexts, secretMaskOf, withoutSecrets } from './without-secrets.ts';
import { type ReadEvents, type ReadOptions, type Workshop, withWorkshop } from './workshop.ts';

export interface TraceOptions extends ReadOptions {
  /** The source tree that it shall have been built from. */
  readonly checkout?: GivenSource;
  /** Targets of images that it may be built on, at any depth; each is opened, and no other. */
  readonly bases?: readonly string[];
  /** Target of an image that was built again from the same source. */
  readonly rebuilt?: string;
  /** Files with statements, besides what comes with the image. */
  readonly given?: readonly GivenFile[];
  /** Where Docker Content Trust keeps what it knows. */
  readonly contentTrust?: FindTrustFiles;
  /** Whose signatures count. */
  readonly trust: Trust;
  /** What certificates and signatures that expire are held against. */
  readonly now: Date;
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
  return withWorkshop(options, events, async ({ cache, pool, catalog, rules, tags, withImages }) => {
    const { checkout, bases: baseTargets = [], rebuilt: rebuiltTarget, ...reading } = options;
    const tree = checkout === undefined ? undefined : await openGiven(checkout, options);
    const { folder: _, revision: __, ...built } = checkout ?? { folder: '' };
    const traceAll = (
      images: readonly Image[],
      rebuilt: readonly Image[],
      bases: readonly Image[],
    ): Promise<readonly TracedImage[]> =>
      mapOneByOne(images, async (image) => {
        const second = rebuiltOf(image, images, rebuilt);
        const again = {
          ...reading,
          pool,
          bases,
          depth: 0,
          catalog: await catalog(),
          rules,
          ...(tags === undefined ? {} : { tags }),
          ...(tree === undefined ? {} : { checkout: { tree, built } }),
          ...(second === undefined ? {} : { rebuilt: second }),
        };
        // The cache may be emptied meanwhile: then once more without it.
        const one =
          (await traceImage(image, { ...again, cache }, events)) ??
          (await traceImage(image, { ...again, cache: undefined }, events));
        if (one === undefined) throw new Error('texts were lost without a cache');
        return options.showSecrets === true ? one : tracedWithoutSecrets(one, image);
      });
    return withImages(target, (images) =>
      openAll(baseTargets, withImages, (bases) =>
        rebuiltTarget === undefined
          ? traceAll(images, [], bases)
          : withImages(rebuiltTarget, (rebuilt) => traceAll(images, rebuilt, bases)),
      ),
    );
  });
}

/** Instructions and build arguments are held against one another in the links' evidence, too. */
function tracedWithoutSecrets(traced: TracedImage, image: Image): TracedImage {
  const mask = secretMaskOf(image);
  const links = maskTexts(traced.trace.links, mask);
  return { ...withoutSecrets(traced, mask), trace: { ...traced.trace, links } };
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
