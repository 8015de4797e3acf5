import { MessageChannel } from 'node:worker_threads';
import type { Digest } from '../../base/digest.ts';
import { ClearpullError, type ErrorCode } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { DETECTORS, type Detector } from '../../detect/index.ts';
import { decodeFacts } from '../../image/entries/facts-bytes.ts';
import type { LayerSource } from '../../image/image.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import type { LayerCache, Part } from '../../store/layer-cache.ts';
import { NO_RULES, type RuleSet } from '../rules/rule-set.ts';
import { sendStream } from './byte-channel.ts';
import { factsCost } from './facts-budget.ts';
import {
  asBuffer,
  decodeJson,
  type LayerJob,
  type LayerObservations,
  type LayerOutcome,
  type RuleRecord,
} from './layer-job.ts';
import type { LayerRunner } from './layer-pool.ts';
import {
  joinRecord,
  NO_RECORD,
  planRules,
  type RulePlan,
  ruleObservations,
  rulesJob,
} from './layer-rules.ts';
import { storeOutcome } from './store-outcome.ts';

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
  /** About how much memory the facts take once they are merged, in bytes. */
  readonly cost: number;
  /** The pack of texts; loaded when first asked for. Undefined when it was stored and is gone since. */
  texts(): Buffer | undefined;
}

/** Which parts of a layer are stored already. */
export interface LayerPlan {
  readonly layer: LayerSource;
  /** The diffID that its parts are stored under; undefined when its bytes were never seen. */
  readonly diffId?: Digest;
  readonly blobUnknowns: readonly Unknown[];
  readonly compression?: string;
  /** Detectors that have to look at it. */
  readonly detectors: readonly Detector[];
  readonly facts?: Buffer;
  readonly observations: ReadonlyMap<string, Buffer>;
  /** Marks of `detectors`, when all that are needed are stored. */
  readonly marks?: Readonly<Record<string, Buffer>>;
  /** Every rule, and what is known and to be done of them here. */
  readonly ruleSet: RuleSet;
  readonly rules: RulePlan;
  /** Why it is not to be read: there is no room for what is stored of it. */
  readonly leftOut?: Unknown;
  /** True when nothing but the layer's own bytes will do. */
  readonly needsBytes: boolean;
}

const INSPECTING = DETECTORS.filter(({ inspect }) => inspect !== undefined);

/** Looks up what is stored of a layer. Without a cache, everything has to be read. */
export async function planLayer(
  layer: LayerSource,
  cache: LayerCache | undefined,
  ruleSet: RuleSet = NO_RULES,
): Promise<LayerPlan> {
  const nothing: LayerPlan = {
    layer,
    blobUnknowns: [],
    detectors: INSPECTING,
    observations: new Map(),
    ruleSet,
    rules: { known: NO_RECORD, missing: ruleSet.rules.map((rule) => rule.layer) },
    needsBytes: layer.unavailable === undefined,
  };
  if (cache === undefined || layer.unavailable !== undefined) return nothing;
  const record = layer.blob.digest === undefined ? undefined : await cache.blob(layer.blob.digest);
  // Without a manifest there is no digest to go by: the engines that load such archives verify the diffID.
  const diffId = layer.blob.digest === undefined ? layer.diffId : record?.diffId;
  if (diffId === undefined) return nothing;
  const facts = await cache.facts(diffId).read();
  if (facts === undefined || !(await cache.texts(diffId).isIntact())) return nothing;
  const observations = new Map<string, Buffer>();
  const missing: Detector[] = [];
  for (const detector of INSPECTING) {
    // At once: of these small records there are twenty a layer, and each await takes longer than reading it.
    const stored = cache.observations(diffId, detector).readSync();
    if (stored === undefined) missing.push(detector);
    else observations.set(detector.id, stored);
  }
  const marks: Record<string, Buffer> = {};
  let marksKnown = true;
  for (const { id, triggers } of missing) {
    if (triggers === undefined) continue;
    const stored = await cache.marks(diffId, triggers).read();
    if (stored === undefined) marksKnown = false;
    else marks[id] = stored;
  }
  const stored = ruleSet.rules.length === 0 ? NO_RECORD : await readRecord(cache.rules(diffId));
  let decoded: LayerFacts | undefined;
  const rules = planRules(ruleSet, stored, () => (decoded ??= decodeFacts(facts)));
  const claims = { digest: layer.blob.digest, size: layer.blob.size, diffId: layer.diffId };
  return {
    layer,
    diffId,
    blobUnknowns: record === undefined ? [] : [...record.unknowns, ...contradictions(claims, record, diffId)],
    ...(record?.compression === undefined ? {} : { compression: record.compression }),
    detectors: missing,
    facts,
    observations,
    ...(marksKnown ? { marks } : {}),
    ruleSet,
    rules,
    needsBytes: !marksKnown || rules.candidates === undefined,
  };
}

async function readRecord(part: Part): Promise<RuleRecord> {
  const stored = await part.read();
  return stored === undefined ? NO_RECORD : decodeJson<RuleRecord>(stored);
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

export interface ReadOptions {
  readonly pool: LayerRunner;
  readonly cache: LayerCache | undefined;
  readonly limits: Limits;
  readonly progress: BigInt64Array;
  readonly signal?: AbortSignal;
  /** Called with what the layer's facts will cost in memory, before they are taken up; why not, where there is no room. */
  readonly noRoom: (cost: number) => Unknown | undefined;
}

/** Carries a plan out: reads bytes where there is no way round it, stores what is new, returns what is known. */
export async function readLayer(plan: LayerPlan, options: ReadOptions): Promise<LayerKnowledge> {
  const { unavailable } = plan.layer;
  if (unavailable !== undefined) return nothingKnown(unavailable);
  if (plan.leftOut !== undefined) return leftOut(plan, plan.leftOut);
  try {
    return await readAvailable(plan, options);
  } catch (error) {
    // The place is there, this layer is not or is not what it should be: a result, and the others go on.
    const reason = error instanceof ClearpullError ? LAYER_PROBLEMS[error.code] : undefined;
    if (reason === undefined) throw error;
    return nothingKnown({ reason, detail: (error as Error).message });
  }
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

const LAYER_PROBLEMS: Readonly<Partial<Record<ErrorCode, Unknown['reason']>>> = {
  'target-invalid': 'layer-missing',
  integrity: 'size-mismatch',
};

function nothingKnown(unknown: Unknown): LayerKnowledge {
  return {
    blobUnknowns: [],
    unread: [unknown],
    observations: new Map(),
    stored: false,
    cost: 0,
    texts: () => Buffer.alloc(0),
  };
}

async function readAvailable(plan: LayerPlan, options: ReadOptions): Promise<LayerKnowledge> {
  const { ruleSet, rules } = plan;
  const isKnown = plan.detectors.length === 0 && rules.missing.length === 0;
  if (!plan.needsBytes && isKnown && plan.facts !== undefined) {
    const seen = ruleObservations(ruleSet, rules.known);
    return knowledge(
      plan.facts,
      { ...plan, stored: true },
      [plan.observations, seen],
      textsOf(plan, options.cache),
      options,
    );
  }
  const outcome = await runJob(plan, options);
  const observations = new Map(plan.observations);
  for (const [id, bytes] of Object.entries(outcome.observations)) observations.set(id, asBuffer(bytes));
  const record =
    outcome.ruled === undefined ? rules.known : joinRecord(rules.known, rules.missing, outcome.ruled);
  const all = [observations, ruleObservations(ruleSet, record)] as const;
  const stored = await storeOutcome(plan, outcome, record, options.cache);
  if (outcome.read === undefined) {
    return knowledge(
      plan.facts ?? Buffer.from(''),
      { ...plan, stored: true },
      all,
      textsOf(plan, options.cache),
      options,
    );
  }
  // What is safely stored need not be held: an image may have a thousand layers.
  const texts = asBuffer(outcome.read.texts);
  const readTexts = stored ? textsOf({ diffId: outcome.read.diffId }, options.cache) : () => texts;
  const read = { ...outcome.read, stored };
  return knowledge(asBuffer(outcome.read.facts), read, all, readTexts, options);
}

function knowledge(
  facts: Buffer,
  { blobUnknowns, compression, stored }: Pick<LayerKnowledge, 'blobUnknowns' | 'compression' | 'stored'>,
  [observations, ruled]: readonly [
    inspected: ReadonlyMap<string, Buffer>,
    ruled: ReadonlyMap<string, LayerObservations>,
  ],
  texts: () => Buffer | undefined,
  { noRoom }: Pick<ReadOptions, 'noRoom'>,
): LayerKnowledge {
  const cost = factsCost(facts);
  const why = noRoom(cost);
  if (why !== undefined) {
    return leftOut({ blobUnknowns, ...(compression === undefined ? {} : { compression }) }, why);
  }
  const decoded = decodeFacts(facts);
  const seen = new Map<string, LayerObservations>(ruled);
  for (const [id, bytes] of observations) seen.set(id, decodeJson<LayerObservations>(bytes));
  const byDetectors = [...seen.values()].flatMap(({ unknowns }) => unknowns);
  return {
    facts: decoded,
    stored,
    cost,
    ...(compression === undefined ? {} : { compression }),
    blobUnknowns,
    unread: [...blobUnknowns, ...byDetectors],
    observations: seen,
    texts,
  };
}

function textsOf(
  { diffId }: { readonly diffId?: Digest },
  cache: LayerCache | undefined,
): () => Buffer | undefined {
  let loaded: Buffer | undefined;
  return () => {
    if (cache !== undefined && diffId !== undefined) loaded ??= cache.texts(diffId).readSync();
    return loaded;
  };
}

async function runJob(plan: LayerPlan, options: ReadOptions): Promise<LayerOutcome> {
  const { layer } = plan;
  const common: Omit<LayerJob, 'input'> = {
    expected: {
      ...(layer.blob.digest === undefined ? {} : { digest: layer.blob.digest }),
      ...(layer.blob.size === undefined ? {} : { size: layer.blob.size }),
      ...(layer.diffId === undefined ? {} : { diffId: layer.diffId }),
    },
    limits: options.limits,
    detectors: plan.detectors.map(({ id }) => id),
    progress: options.progress,
    ...(plan.rules.missing.length === 0 ? {} : { rules: rulesJob(plan.ruleSet, plan.rules.missing) }),
  };
  const texts = plan.needsBytes ? undefined : textsOf(plan, options.cache)();
  if (texts !== undefined && plan.facts !== undefined && plan.marks !== undefined) {
    const { candidates } = plan.rules;
    const input = {
      kind: 'parts',
      facts: plan.facts,
      texts,
      marks: plan.marks,
      ...(candidates === undefined ? {} : { candidates }),
    } as const;
    return options.pool.run({ ...common, input }, options.signal);
  }
  const bytes = await layer.open(options.signal);
  if (bytes.kind === 'file') return options.pool.run({ ...common, input: bytes }, options.signal);
  const { port1, port2 } = new MessageChannel();
  const sending = sendStream(bytes.stream, port1).finally(() => port1.close());
  // The sender's own error says what went wrong; the worker's only that something did.
  const [sent, outcome] = await Promise.allSettled([
    sending,
    options.pool
      .run({ ...common, input: { kind: 'port', port: port2 } }, options.signal)
      .finally(() => port1.close()),
  ]);
  if (sent.status === 'rejected') throw asError(sent.reason, layer);
  if (outcome.status === 'rejected') throw asError(outcome.reason, layer);
  return outcome.value;
}

function asError(reason: unknown, layer: LayerSource): unknown {
  if (reason instanceof ClearpullError || (reason as Error).name === 'AbortError') return reason;
  return new ClearpullError(
    'unreachable',
    `layer ${layer.index + 1} could not be read: ${(reason as Error).message}`,
    {
      cause: reason,
      hint: 'Try again; what was read so far of other layers is kept.',
    },
  );
}
