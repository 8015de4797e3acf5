import type { Description } from '../assess/index.ts';
import type { Digest } from '../base/digest.ts';
import { limitFlag } from '../base/limit-reached.ts';
import type { Catalog } from '../catalog/index.ts';
import { builtOn, inventoryOf } from '../explain/index.ts';
import type { Image } from '../image/image.ts';
import { formatPlatform } from '../image/platform.ts';
import { parseReference } from '../image/reference.ts';
import type { SourceTree } from '../source/work-tree/index.ts';
import type { LayerCache } from '../store/layer-cache.ts';
import type { SeenTags } from '../store/seen-tags.ts';
import {
  checkSignatures,
  compareWithSource,
  type FindTrustFiles,
  type GivenBases,
  type GivenFile,
  lowestOf,
  type RebuildSide,
  type Trace,
  type Trust,
  trace,
} from '../trace/index.ts';
import { circumstancesOf } from './attested-under.ts';
import type { LayerRunner } from './layers/layer-runner.ts';
import { describeRead, type ReadImage, readImage } from './read-image.ts';
import type { RuleSet } from './rules/rule-set.ts';
import type { ReadEvents, ReadOptions } from './workshop.ts';

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

/** An image with how far it can be traced to its source. */
export interface TracedImage extends Description {
  readonly trace: Trace;
}

export interface TraceImageOptions extends Pick<ReadOptions, 'limits' | 'workers' | 'signal'> {
  readonly cache: LayerCache | undefined;
  readonly pool: LayerRunner;
  readonly catalog: Catalog;
  readonly rules: () => Promise<RuleSet>;
  /** Where tags led before. */
  readonly tags?: SeenTags;
  /** Whose signatures count. */
  readonly trust: Trust;
  /** What certificates and signatures that expire are held against. */
  readonly now: Date;
  /** Files with statements, besides what comes with the image. */
  readonly given?: readonly GivenFile[];
  /** Where Docker Content Trust keeps what it knows. */
  readonly contentTrust?: FindTrustFiles;
  /** The source tree that it shall have been built from, and how. */
  readonly checkout?: { readonly tree: SourceTree; readonly built: Omit<GivenSource, 'folder' | 'revision'> };
  /** Built again from the same source. */
  readonly rebuilt?: Image;
  /** What it may be built on. */
  readonly bases: readonly Image[];
  /** How many images it lies below. */
  readonly depth: number;
}

/**
 * Reads and traces one image, and with it the bases given that lie below it. Undefined when a text was lost on the way:
 * then nothing that was concluded counts.
 */
export async function traceImage(
  image: Image,
  options: TraceImageOptions,
  events: ReadEvents,
): Promise<TracedImage | undefined> {
  const { checkout, rebuilt: again, given, ...rest } = options;
  const reading = { ...rest, factsOnly: true as const };
  const everything = { ...reading, attestations: 'everywhere' as const, ...(given && { given }) };
  const read = await readImage(image, everything, events);
  const { layers, tree, texts, explanation, attested } = read;
  const description = describeRead(read);
  const circumstances = circumstancesOf(image, options.now);
  const claims = await checkSignatures(attested?.claims ?? [], options.trust, circumstances);
  const known = builtOn(explanation.base);
  const comparison =
    checkout === undefined
      ? undefined
      : await compareWithSource({
          ...checkout.built,
          tree: checkout.tree,
          instructions: explanation.instructions,
          layers: layers.map(({ facts }) => facts),
          merged: tree,
          ...(known === undefined ? {} : { knownBaseLayers: known.layers }),
        });
  const rebuilt = again === undefined ? undefined : await readImage(again, reading, events);
  const bases = await givenBases(read, options, events);
  if (bases === 'lost') return undefined;
  const traced = trace(
    {
      image,
      tagBefore: await tagBefore(image, options.tags),
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

/** Only a registry's answer says where a tag leads; a name with a digest leads nowhere else. */
async function tagBefore(
  { repository, reference, digest, indexDigest }: Image,
  tags: SeenTags | undefined,
): Promise<readonly Digest[]> {
  const parsed = parseReference(reference.replace(/^registry:/, ''));
  if (tags === undefined || repository === undefined || typeof parsed === 'string') return [];
  if (parsed.tag === undefined || parsed.digest !== undefined) return [];
  return tags.others(`${repository}:${parsed.tag}`, indexDigest ?? digest);
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
  const { trust } = options;
  // Whose name the image has to have says nothing of who signs its base.
  const { signers: _, ...anybody } = { ...trust, keys: [] };
  // The source, the statements and the second build that were given are those of the image above.
  const { checkout: __, rebuilt: ___, given: ____, ...rest } = options;
  const again = { ...rest, trust: anybody, bases: stop ? [] : deeper, depth: depth + 1 };
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
