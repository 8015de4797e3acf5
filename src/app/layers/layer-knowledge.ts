import { TextPack } from '../../analyze/texts/text-pack.ts';
import type { Digest } from '../../base/digest.ts';
import type { Unknown } from '../../base/unknown.ts';
import { decodeFacts } from '../../image/entries/facts-bytes.ts';
import type { LayerSource } from '../../image/image.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import type { BlobRecord, LayerCache } from '../../store/layer-cache.ts';
import { factsCost } from './facts-budget.ts';
import type { LayerObservations } from './layer-job.ts';
import { lookWork, withoutLooks } from './look-budget.ts';

// Nothing here may load a detector: what only needs facts that are known must not pay for them.

/** All that is known of one layer once it was read, now or at an earlier time. */
export interface LayerKnowledge {
  /** Absent for a layer that could not be had. */
  readonly facts?: LayerFacts;
  /** How its bytes are compressed, where that was seen. */
  readonly compression?: string;
  /** What contradicts what is claimed of its blob, or was not read of that. */
  readonly blobUnknowns: readonly Unknown[];
  /** Those, and what else was not read of it besides `facts.unknowns`. */
  readonly unread: readonly Unknown[];
  readonly observations: ReadonlyMap<string, LayerObservations>;
  /** True when it lies in the cache under its diffID, which then stands for all of it. */
  readonly stored: boolean;
  /** About how much work it was to look at its texts. */
  readonly work: number;
  /** About how much memory the facts take once they are merged, in bytes. */
  readonly cost: number;
  /** The pack of texts; loaded when first asked for. Undefined when it was stored and is gone since. */
  texts(): TextPack | undefined;
}

/** The facts of a layer, as they are stored. */
export interface StoredFacts extends Pick<LayerKnowledge, 'blobUnknowns' | 'compression'> {
  /** What they are stored under. */
  readonly diffId: Digest;
  readonly facts: Buffer;
}

/** The diffID of a layer that was read before, with the record that tells it. */
export async function knownDiffId(
  { blob, diffId, unavailable }: LayerSource,
  cache: LayerCache,
): Promise<{ readonly diffId: Digest; readonly record?: BlobRecord } | undefined> {
  if (unavailable !== undefined) return undefined;
  // Without a manifest there is no digest to go by: the engines that load such archives verify the diffID.
  if (blob.digest === undefined) return diffId && { diffId };
  const record = await cache.blob(blob.digest);
  return record && { diffId: record.diffId, record };
}

/** Looks up the facts of a layer, together with its texts; undefined when they are not both there. */
export async function storedFacts(layer: LayerSource, cache: LayerCache): Promise<StoredFacts | undefined> {
  const known = await knownDiffId(layer, cache);
  if (known === undefined) return undefined;
  const { diffId, record } = known;
  const facts = await cache.facts(diffId).read();
  if (facts === undefined || !(await cache.texts(diffId).isIntact())) return undefined;
  const claims = { digest: layer.blob.digest, size: layer.blob.size, diffId: layer.diffId };
  return {
    diffId,
    facts,
    blobUnknowns: record === undefined ? [] : [...record.unknowns, ...contradictions(claims, record, diffId)],
    ...(record?.compression === undefined ? {} : { compression: record.compression }),
  };
}

/** What this image claims of a blob that was read for another image may still be wrong. */
function contradictions(
  claims: { readonly size: number | undefined; readonly diffId: Digest | undefined },
  record: { readonly compressedBytes: number },
  diffId: Digest,
): readonly Unknown[] {
  const found: Unknown[] = [];
  if (claims.size !== undefined && claims.size !== record.compressedBytes) {
    found.push({
      reason: 'size-mismatch',
      detail: `the manifest says ${claims.size} bytes, the layer has ${record.compressedBytes}`,
    });
  }
  if (claims.diffId !== undefined && claims.diffId !== diffId) {
    found.push({
      reason: 'diff-id-mismatch',
      detail: `the configuration names ${claims.diffId}, the uncompressed bytes have ${diffId}`,
    });
  }
  return found;
}

/** A layer for whose facts there is no room; what contradicts what is claimed of it stays. */
export function leftOut(
  { blobUnknowns, compression }: Pick<LayerKnowledge, 'blobUnknowns' | 'compression'>,
  why: Unknown,
): LayerKnowledge {
  return {
    ...nothingKnown(why),
    ...(compression === undefined ? {} : { compression }),
    blobUnknowns,
    unread: [...blobUnknowns, why],
  };
}

export function nothingKnown(unknown: Unknown): LayerKnowledge {
  return {
    blobUnknowns: [],
    unread: [unknown],
    observations: new Map(),
    stored: false,
    work: 0,
    cost: 0,
    texts: () => new TextPack(Buffer.alloc(0)),
  };
}

/**
 * What is known of a layer whose facts are at hand.
 *
 * @param observations what detectors and rules saw in it
 * @param noRoom called with what the facts will cost in memory; says why they cannot be taken up, where they cannot
 */
export function knownLayer(
  facts: Buffer,
  { blobUnknowns, compression, stored }: Pick<LayerKnowledge, 'blobUnknowns' | 'compression' | 'stored'>,
  observations: ReadonlyMap<string, LayerObservations>,
  texts: () => TextPack | undefined,
  noRoom: (cost: number) => Unknown | undefined,
): LayerKnowledge {
  const cost = factsCost(facts);
  const why = noRoom(cost);
  if (why !== undefined) {
    return leftOut({ blobUnknowns, ...(compression === undefined ? {} : { compression }) }, why);
  }
  const decoded = decodeFacts(facts);
  return {
    facts: decoded,
    stored,
    work: lookWork(observations),
    cost,
    ...(compression === undefined ? {} : { compression }),
    blobUnknowns,
    unread: [...blobUnknowns, ...byDetectors(observations)],
    observations,
    texts,
  };
}

function byDetectors(observations: LayerKnowledge['observations']): readonly Unknown[] {
  return [...observations.values()].flatMap(({ unknowns }) => unknowns);
}

/** A layer whose texts are not looked at: what was seen in them is not told. Its work stays what it was. */
export function unlooked(layer: LayerKnowledge, why: Unknown): LayerKnowledge {
  const observations = withoutLooks(layer.observations);
  return { ...layer, observations, unread: [...layer.blobUnknowns, ...byDetectors(observations), why] };
}

/** Loads the pack of texts of a layer when it is first asked for. */
export function textsOf(
  { diffId }: { readonly diffId?: Digest },
  cache: LayerCache | undefined,
): () => TextPack | undefined {
  let loaded: TextPack | undefined;
  return () => {
    if (loaded === undefined && cache !== undefined && diffId !== undefined) {
      const bytes = cache.texts(diffId).readSync();
      loaded = bytes && new TextPack(bytes);
    }
    return loaded;
  };
}
