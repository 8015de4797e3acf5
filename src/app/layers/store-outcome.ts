import type { Digest } from '../../base/digest.ts';
import { freeMemoryEndingWith, ownsItsMemory } from '../../base/free-memory.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { Detector } from '../../detect/index.ts';
import type { LayerSource } from '../../image/image.ts';
import type { LayerCache, Part } from '../../store/layer-cache.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { asBuffer, encodeJson, type LayerOutcome, type RuleRecord } from './layer-job.ts';
import { recordToStore } from './layer-rules.ts';

/** The layer that an outcome is of, and what was to be done for it. */
interface StoredLayer {
  readonly layer: LayerSource;
  readonly diffId?: Digest;
  readonly detectors: readonly Detector[];
  readonly ruleSet: RuleSet;
}

/**
 * Stores what is new of a layer, if it may be believed later on. False when nothing was stored, or not all of it; where it was,
 * texts and marks are freed.
 *
 * @param known what rules came to, with what was known of them before
 */
export async function storeOutcome(
  plan: StoredLayer,
  { read, observations, ruled }: LayerOutcome,
  known: RuleRecord,
  cache: LayerCache | undefined,
): Promise<boolean> {
  if (cache === undefined) return false;
  const diffId = read?.diffId ?? plan.diffId;
  if (diffId === undefined || read?.conclusive === false) return false;
  // Parts filed under a digest or diffID that the bytes do not have would be found by the honest owner of it.
  if (read !== undefined && contradicts(read.blobUnknowns)) return false;
  const writes: [Part, Uint8Array][] = [];
  if (read !== undefined) {
    writes.push([cache.facts(diffId), read.facts], [cache.texts(diffId), read.texts]);
  }
  for (const detector of plan.detectors) {
    const seen = observations[detector.id];
    if (seen !== undefined) writes.push([cache.observations(diffId, detector), seen]);
    const marks = read?.marks[detector.id];
    if (marks !== undefined && detector.triggers !== undefined) {
      writes.push([cache.marks(diffId, detector.triggers), marks]);
    }
  }
  if (ruled !== undefined) {
    writes.push([cache.rules(diffId), encodeJson(recordToStore(known, plan.ruleSet))]);
  }
  for (const [part, bytes] of writes) if (!(await part.write(asBuffer(bytes)))) return false;
  // From now on they are read from there: an image may have a thousand layers.
  for (const bytes of [read?.texts, ...Object.values(read?.marks ?? {})]) {
    if (bytes !== undefined && ownsItsMemory(bytes)) freeMemoryEndingWith(bytes);
  }
  // Last, because it is what makes the others be looked for.
  if (read !== undefined && plan.layer.blob.digest !== undefined) {
    const { compressedBytes, compression, blobUnknowns } = read;
    const record = { diffId, compressedBytes, compression, unknowns: blobUnknowns };
    await cache.putBlob(plan.layer.blob.digest, record);
  }
  return true;
}

function contradicts(unknowns: readonly Unknown[]): boolean {
  return unknowns.some(
    ({ reason }) =>
      reason === 'digest-mismatch' || reason === 'size-mismatch' || reason === 'diff-id-mismatch',
  );
}
