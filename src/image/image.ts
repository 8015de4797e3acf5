import type { Digest } from '../base/digest.ts';
import type { Unknown } from '../base/unknown.ts';
import type { Attached } from './attached.ts';
import type { ImageConfig } from './config.ts';
import type { Descriptor } from './descriptor.ts';
import type { ImageManifest } from './manifest.ts';
import type { Platform } from './platform.ts';

/** One image for one platform, as every source yields it. Layer bytes are opened only when asked for. */
export interface Image {
  /** What the user named, with the tag or digest that was chosen. */
  readonly reference: string;
  /** Further names that the same image has in the place it came from. */
  readonly alsoNamed?: readonly string[];
  /** Registry and repository in full (`docker.io/library/tomcat`) where it was asked of them; what an archive says of itself is no such thing. */
  readonly repository?: string;
  /** Digest of the platform manifest; of the configuration where the source keeps no manifest. */
  readonly digest: Digest;
  /** False for docker-archives without manifests: `digest` is then the image ID. */
  readonly hasManifest: boolean;
  /** Digest of the index that led here, if one did. */
  readonly indexDigest?: Digest;
  readonly platform: Platform;
  readonly manifest: ImageManifest;
  readonly config: ImageConfig;
  /** From the manifest, over those of its descriptor in the index. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly layers: readonly LayerSource[];
  /** Attestation manifests that the index ties to this image; kept for tracing. */
  readonly attestations: readonly Descriptor[];
  /**
   * A small blob of the place that the image came from, verified; undefined when the place does not hold it.
   * Throws ClearpullErrors. Absent where a place keeps nothing beside the image.
   */
  readonly readBlob?: (descriptor: Descriptor, cap: number) => Promise<Uint8Array | undefined>;
  /** The bytes of the manifest, verified; asks the place again. Absent where a place keeps none. */
  readonly readManifest?: () => Promise<Uint8Array | undefined>;
  /**
   * Looks for what is attached to the image: referrers (OCI distribution-spec), and the tags that cosign and registries
   * without referrers use. Nothing is asked before it is called. Absent where a place cannot hold such a thing.
   */
  readonly findAttached?: () => Promise<Attached>;
  /** A plain root file system: no manifest, configuration or history came with it, and those here are made up. */
  readonly bare?: 'folder' | 'archive';
  /** What a reader should know about how it was read, one sentence each. */
  readonly notes?: readonly string[];
  /** What the place holds of the image and could not be read, besides layers that are `unavailable`. */
  readonly unread?: readonly UnreadPart[];
}

/** By layer index, where it is of one. */
export interface UnreadPart extends Unknown {
  readonly layer?: number;
}

export interface LayerSource {
  /** From the bottom, 0 first. */
  readonly index: number;
  /** The compressed blob. Absent digest: a docker-archive, where only the diffID is known. */
  readonly blob: { readonly digest?: Digest; readonly size?: number; readonly mediaType: string };
  /** As the configuration claims it; verified by the pass. */
  readonly diffId?: Digest;
  /** Why the layer cannot be had at all; `open` then must not be called. */
  readonly unavailable?: {
    readonly reason: 'layer-missing' | 'layer-not-distributable';
    readonly detail: string;
  };
  /** Where the bytes are. Throws `unreachable` or `target-invalid`. */
  open(signal?: AbortSignal): Promise<LayerBytes>;
}

/** A range of a local file that a worker reads by itself, or a stream that has to be handed over. */
export type LayerBytes =
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly size: number }
  | { readonly kind: 'stream'; readonly stream: AsyncIterable<Uint8Array> };
