import { ClearpullError } from '../base/errors.ts';
import { limitError } from '../base/limit-reached.ts';
import type { Limits } from '../base/limits.ts';
import { isIndexType } from '../base/media-types.ts';
import type { ImageConfig } from '../image/config.ts';
import { attestationSubject, type Descriptor, isAttestation } from '../image/descriptor.ts';
import type { ImageManifest } from '../image/manifest.ts';
import type { Platform } from '../image/platform.ts';
import { type DocumentStore, readConfig, readIndex, readManifest } from './documents.ts';

/** One image manifest that an index, or nobody, led to. */
export interface Candidate {
  readonly descriptor: Descriptor;
  readonly platform: Platform;
  /** Digest of the outermost index on the way. */
  readonly indexDigest?: Descriptor['digest'];
  readonly attestations: readonly Descriptor[];
  /** Manifest and configuration, read and verified; undefined when the place does not hold the manifest. */
  load(): Promise<LoadedImage | undefined>;
}

export interface LoadedImage {
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
}

/** Configurations of images. Docker once wrote them as octet-stream. */
const CONFIG_TYPES = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
  'application/octet-stream',
]);

/** cosign gives its signatures the configuration of an image; no engine can run such layers. */
const COSIGN_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.dev.cosign.simplesigning.v1+json',
  'application/vnd.dsse.envelope.v1+json',
]);

/**
 * Every image manifest behind the given descriptors, in order, each once. Attestation manifests are no images:
 * they are tied to the one that they speak about. Throws `target-invalid` for an index that reaches itself and
 * `limit-reached` for one that nests too deeply.
 */
export async function collectCandidates(
  store: DocumentStore,
  top: readonly Descriptor[],
  limits: Limits,
): Promise<readonly Candidate[]> {
  const walk: Walk = { store, limits, found: new Map(), attestations: [], indexes: new Set(), unlabelled: 0 };
  await visit(walk, top, []);
  const bySubject = Map.groupBy(walk.attestations, attestationSubject);
  return [...walk.found.values()].map((candidate) => ({
    ...candidate,
    attestations: bySubject.get(candidate.descriptor.digest) ?? [],
  }));
}

interface Walk {
  readonly store: DocumentStore;
  readonly limits: Limits;
  readonly found: Map<string, Candidate>;
  readonly attestations: Descriptor[];
  readonly indexes: Set<string>;
  unlabelled: number;
}

async function visit(
  walk: Walk,
  entries: readonly Descriptor[],
  above: readonly Descriptor[],
): Promise<void> {
  for (const descriptor of entries) {
    if (isIndexType(descriptor.mediaType)) await visitIndex(walk, descriptor, above);
    else await visitManifest(walk, descriptor, above[0]);
  }
}

async function visitIndex(walk: Walk, descriptor: Descriptor, above: readonly Descriptor[]): Promise<void> {
  const { store, limits } = walk;
  const what = `the index ${descriptor.digest} of ${store.title}`;
  if (above.some((other) => other.digest === descriptor.digest)) {
    throw new ClearpullError('target-invalid', `${what} contains itself`);
  }
  if (above.length >= limits.maxIndexDepth) {
    throw limitError(
      'maxIndexDepth',
      `${what} lies more than ${limits.maxIndexDepth} indexes deep; deeper ones are not read`,
    );
  }
  if (walk.indexes.has(descriptor.digest)) return;
  walk.indexes.add(descriptor.digest);
  if (walk.indexes.size > limits.maxIndexes) {
    throw limitError('maxIndexes', `${store.title} has more than ${limits.maxIndexes} indexes`);
  }
  const index = await readIndex(store, descriptor, limits);
  if (index === undefined) {
    if (above.length === 0) throw new ClearpullError('target-invalid', `${what} is missing`);
    return;
  }
  await visit(walk, index.manifests, [...above, descriptor]);
}

async function visitManifest(
  walk: Walk,
  descriptor: Descriptor,
  index: Descriptor | undefined,
): Promise<void> {
  if (descriptor.platform !== undefined && isUnknown(descriptor.platform)) {
    walk.attestations.push(descriptor);
    return;
  }
  if (walk.found.has(descriptor.digest)) return;
  if (walk.found.size >= walk.limits.maxImages) {
    throw limitError('maxImages', `${walk.store.title} lists more than ${walk.limits.maxImages} images`);
  }
  let loaded: Promise<LoadedImage | undefined> | undefined;
  const load = (): Promise<LoadedImage | undefined> => {
    loaded ??= loadImage(walk, descriptor);
    return loaded;
  };
  const platform = descriptor.platform ?? (await platformInside(walk, descriptor, load, index !== undefined));
  if (platform === undefined) return;
  walk.found.set(descriptor.digest, {
    descriptor,
    platform,
    ...(index === undefined ? {} : { indexDigest: index.digest }),
    attestations: [],
    load,
  });
}

/**
 * The platform that the configuration names. Undefined for what is no image: an attestation, or an artefact that
 * shares an index with images. An attestation's mark alone proves nothing: engines run whatever has a platform.
 */
async function platformInside(
  walk: Walk,
  descriptor: Descriptor,
  load: () => Promise<LoadedImage | undefined>,
  inIndex: boolean,
): Promise<Platform | undefined> {
  walk.unlabelled++;
  const { maxUnlabelledManifests: most } = walk.limits;
  if (walk.unlabelled > most) {
    throw limitError(
      'maxUnlabelledManifests',
      `${walk.store.title} lists more than ${most} manifests without a platform`,
    );
  }
  let image: LoadedImage | undefined;
  try {
    image = await load();
  } catch (error) {
    if (error instanceof NotAnImage && inIndex) return undefined;
    throw error;
  }
  if (image === undefined) {
    if (inIndex) return undefined;
    throw new ClearpullError(
      'target-invalid',
      `the manifest ${descriptor.digest} of ${walk.store.title} is missing`,
    );
  }
  const platform = platformOfConfig(image.config);
  if (isAttestation(descriptor) && isUnknown(platform)) {
    walk.attestations.push(descriptor);
    return undefined;
  }
  return platform;
}

/** The platform as a configuration names it. */
export function platformOfConfig(config: ImageConfig): Platform {
  const { os, architecture, variant } = config;
  return { os, architecture, ...(variant ? { variant } : {}) };
}

function isUnknown(platform: Platform): boolean {
  return isUnknownName(platform.os) && isUnknownName(platform.architecture);
}

function isUnknownName(name: string): boolean {
  return name === 'unknown' || name === '';
}

/** A manifest of something else: a chart, a signature, a module. */
export class NotAnImage extends ClearpullError {}

async function loadImage({ store, limits }: Walk, descriptor: Descriptor): Promise<LoadedImage | undefined> {
  const manifest = await readManifest(store, descriptor, limits);
  if (manifest === undefined) return undefined;
  const [first] = manifest.layers;
  const signature =
    first !== undefined && manifest.layers.every(({ mediaType }) => COSIGN_TYPES.has(mediaType));
  if (signature || !CONFIG_TYPES.has(manifest.config.mediaType)) {
    const type = (signature ? first.mediaType : (manifest.artifactType ?? manifest.config.mediaType)).slice(
      0,
      100,
    );
    throw new NotAnImage('target-invalid', `${store.title} is not a container image but ${type}`, {
      hint: 'clearpull checks container images; name one of those.',
    });
  }
  return { manifest, config: await readConfig(store, manifest.config, limits) };
}
