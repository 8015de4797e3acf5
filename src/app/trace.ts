import { type Description, describe } from '../assess/index.ts';
import { packagesOf } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import { checkSignatures, type GivenFile, type Trace, type Trust, trace } from '../trace/index.ts';
import type { LayerRunner } from './layers/layer-pool.ts';
import { readImage } from './read-image.ts';
import { type ReadEvents, type ReadOptions, withWorkshop } from './workshop.ts';

export interface TraceOptions extends ReadOptions {
  /** Files with statements, besides what comes with the image. */
  readonly given?: readonly GivenFile[];
  /** Whose signatures count. */
  readonly trust: Trust;
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
  return withWorkshop(options, events, ({ cache, pool, withImages }) =>
    withImages(target, async (images) => {
      const traced: TracedImage[] = [];
      for (const image of images) {
        // The cache may be emptied meanwhile: then once more without it.
        const one =
          (await traceImage(image, { ...options, cache, pool }, events)) ??
          (await traceImage(image, { ...options, cache: undefined, pool }, events));
        if (one === undefined) throw new Error('texts were lost without a cache');
        traced.push(one);
      }
      return traced;
    }),
  );
}

async function traceImage(
  image: Image,
  options: TraceOptions & { readonly cache: LayerCache | undefined; readonly pool: LayerRunner },
  events: ReadEvents,
): Promise<TracedImage | undefined> {
  const read = await readImage(image, { ...options, attestations: 'everywhere' }, events);
  const { layers, tree, texts, text, explanation, attested } = read;
  const unknowns = [...(image.unread ?? []), ...(tree.unknowns ?? [])];
  const description = describe({ ...read, unknowns });
  const claims = await checkSignatures(attested?.claims ?? [], options.trust);
  const traced = trace(
    {
      image,
      explanation,
      layers: layers.map(({ facts, unread }) => ({ read: facts !== undefined, unread })),
      attested: { claims, notes: attested?.notes ?? [] },
      packages: packagesOf(tree, text),
    },
    options.limits,
  );
  return texts.lost ? undefined : { ...description, trace: traced };
}
