import type { Digest } from '../../base/digest.ts';
import { freeMemoryEndingWith, ownsItsMemory } from '../../base/free-memory.ts';
import type { Unknown } from '../../base/unknown.ts';
import type { Detector } from '../../detect/index.ts';
import type { LayerSource } from '../../image/image.ts';
import { decodeBundle, encodeBundle } from '../../store/bundle.ts';
import { type LayerCache, marksName, observationsName, type Part } from '../../store/layer-cache.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import { asBuffer, encodeJson, type LayerOutcome, type PartsById, type RuleRecord } from './layer-job.ts';
import { recordToStore } from './layer-rules.ts';

/** The layer that an outcome is of, and what was to be done for it. */
interface StoredLayer {
  readonly layer: LayerSource;
  readonly diffId?: Digest;
  /** Those that looked at it now. */
  readonly detectors: readonly Detector[];
  /** All that look at layers. */
  readonly inspecting: readonly Detector[];
  /** What the others saw, by their ids. */
  readonly observations: ReadonlyMap<string, Uint8Array>;
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
  const writes: (readonly [Part, Uint8Array])[] = [];
  if (read !== undefined) {
    writes.push([cache.facts(diffId), read.facts], [cache.texts(diffId), read.texts]);
  }
  if (read !== undefined) writes.push(...(await marksWrites(plan, read.marks, diffId, cache)));
  if (plan.detectors.length > 0) writes.push([cache.observations(diffId), seenBundle(plan, observations)]);
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

/** What all that look at layers saw in it, now or before. */
function seenBundle({ inspecting, observations: before }: StoredLayer, now: PartsById): Buffer {
  const seen = new Map<string, Uint8Array>();
  for (const detector of inspecting) {
    const bytes = now[detector.id] ?? before.get(detector.id);
    if (bytes !== undefined) seen.set(observationsName(detector), bytes);
  }
  return encodeBundle(seen);
}

/** Marks of more bytes have a file of their own; those of nearly every layer are a few. */
const LARGE = 64 * 1024;

/** Keeps what is stored of other trigger sets: their detectors need no bytes as long as they do not change. */
async function marksWrites(
  { detectors, inspecting }: StoredLayer,
  marks: PartsById,
  diffId: Digest,
  cache: LayerCache,
): Promise<readonly (readonly [Part, Uint8Array])[]> {
  const bundle = new Map<string, Uint8Array>();
  const large: (readonly [Part, Uint8Array])[] = [];
  if (detectors.length < inspecting.length) {
    const known = decodeBundle(await cache.marks(diffId).read());
    for (const { triggers } of inspecting) {
      const name = triggers && marksName(triggers);
      const bytes = name === undefined ? undefined : known.get(name);
      if (name !== undefined && bytes !== undefined) bundle.set(name, bytes);
    }
  }
  for (const { id, triggers } of detectors) {
    const bytes = marks[id];
    if (bytes === undefined || triggers === undefined) continue;
    const name = marksName(triggers);
    bundle.delete(name);
    if (bytes.length > LARGE) large.push([cache.largeMarks(diffId, name), bytes]);
    else bundle.set(name, bytes);
  }
  return [...large, [cache.marks(diffId), encodeBundle(bundle)]];
}

function contradicts(unknowns: readonly Unknown[]): boolean {
  return unknowns.some(
    ({ reason }) =>
      reason === 'digest-mismatch' || reason === 'size-mismatch' || reason === 'diff-id-mismatch',
  );
}
