import { TextPack } from '../../analyze/texts/text-pack.ts';
import type { Digest } from '../../base/digest.ts';
import { ClearpullError, type ErrorCode } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import type { Unknown } from '../../base/unknown.ts';
import { DETECTORS, type Detector, learnNothingFound } from '../../detect/index.ts';
import { decodeFacts } from '../../image/entries/facts-bytes.ts';
import type { LayerSource } from '../../image/image.ts';
import type { LayerFacts } from '../../image/layer-facts.ts';
import { decodeBundle } from '../../store/bundle.ts';
import { type LayerCache, marksName, observationsName, type Part } from '../../store/layer-cache.ts';
import { NO_RULES, type RuleSet } from '../rules/rule-set.ts';
import { throughChannel } from './byte-channel.ts';
import {
  asBuffer,
  decodeJson,
  type LayerJob,
  type LayerObservations,
  type LayerOutcome,
  type RuleRecord,
} from './layer-job.ts';
import {
  knownLayer,
  type LayerKnowledge,
  leftOut,
  nothingKnown,
  storedFacts,
  textsOf,
} from './layer-knowledge.ts';
import {
  joinRecord,
  NO_RECORD,
  planRules,
  type RulePlan,
  ruleObservations,
  rulesJob,
} from './layer-rules.ts';
import type { LayerRunner } from './layer-runner.ts';
import { storeOutcome } from './store-outcome.ts';

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

const INSPECTING = DETECTORS.filter(({ inspect, texts }) => inspect !== undefined || texts !== undefined);

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
  const stored = cache === undefined ? undefined : await storedFacts(layer, cache);
  if (cache === undefined || stored === undefined) return nothing;
  const { diffId, facts } = stored;
  const observations = new Map<string, Buffer>();
  const missing: Detector[] = [];
  const known = decodeBundle(await cache.observations(diffId).read());
  for (const detector of INSPECTING) {
    const seen = known.get(observationsName(detector));
    if (seen === undefined) missing.push(detector);
    else observations.set(detector.id, seen);
  }
  const marks = await readMarks(missing, diffId, cache);
  const ruled = ruleSet.rules.length === 0 ? NO_RECORD : await readRecord(cache.rules(diffId));
  let decoded: LayerFacts | undefined;
  const rules = planRules(ruleSet, ruled, () => (decoded ??= decodeFacts(facts)));
  return {
    layer,
    ...stored,
    detectors: missing,
    observations,
    ...(marks === undefined ? {} : { marks }),
    ruleSet,
    rules,
    needsBytes: marks === undefined || rules.candidates === undefined,
  };
}

/** The marks of some detectors, by their ids; undefined when not all of them are there. */
async function readMarks(
  detectors: readonly Detector[],
  diffId: Digest,
  cache: LayerCache,
): Promise<Readonly<Record<string, Buffer>> | undefined> {
  const wanted = detectors.flatMap(({ id, triggers }) => (triggers === undefined ? [] : [{ id, triggers }]));
  const marks: Record<string, Buffer> = {};
  if (wanted.length === 0) return marks;
  const known = decodeBundle(await cache.marks(diffId).read());
  for (const { id, triggers } of wanted) {
    const name = marksName(triggers);
    const bytes = known.get(name) ?? (await cache.largeMarks(diffId, name).read());
    if (bytes === undefined) return undefined;
    marks[id] = bytes;
  }
  return marks;
}

async function readRecord(part: Part): Promise<RuleRecord> {
  const stored = await part.read();
  return stored === undefined ? NO_RECORD : decodeJson<RuleRecord>(stored);
}

export interface ReadOptions {
  readonly pool: LayerRunner;
  readonly cache: LayerCache | undefined;
  readonly limits: Limits;
  readonly progress: BigInt64Array;
  readonly signal?: AbortSignal;
  /** What detectors and rules see is stored, and not told. */
  readonly factsOnly: boolean;
  /** Whether there is nothing left for the texts of this layer; asked when it is about to be read. */
  readonly withoutTexts: boolean;
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

const LAYER_PROBLEMS: Readonly<Partial<Record<ErrorCode, Unknown['reason']>>> = {
  'target-invalid': 'layer-missing',
  integrity: 'size-mismatch',
};

async function readAvailable(plan: LayerPlan, options: ReadOptions): Promise<LayerKnowledge> {
  const { ruleSet, rules } = plan;
  const isKnown = plan.detectors.length === 0 && rules.missing.length === 0;
  if (!plan.needsBytes && isKnown && plan.facts !== undefined) {
    const seen = allSeen(plan.observations, ruleObservations(ruleSet, rules.known), options);
    const known = { ...plan, stored: true };
    return knownLayer(plan.facts, known, seen, textsOf(plan, options.cache), options.noRoom);
  }
  const outcome = await runJob(plan, options);
  if (outcome.nothingFound !== undefined) learnNothingFound(outcome.nothingFound);
  const observations = new Map(plan.observations);
  for (const [id, bytes] of Object.entries(outcome.observations)) observations.set(id, asBuffer(bytes));
  const record =
    outcome.ruled === undefined ? rules.known : joinRecord(rules.known, rules.missing, outcome.ruled);
  const all = allSeen(observations, ruleObservations(ruleSet, record), options);
  // What was seen without the texts is not all that detectors see in the layer.
  const seenWhole = options.withoutTexts ? { ...plan, detectors: [] } : plan;
  const toStore = { ...seenWhole, inspecting: INSPECTING };
  const stored = await storeOutcome(toStore, outcome, record, options.cache);
  if (outcome.read === undefined) {
    const facts = plan.facts ?? Buffer.from('');
    return knownLayer(facts, { ...plan, stored: true }, all, textsOf(plan, options.cache), options.noRoom);
  }
  const readTexts = stored
    ? textsOf({ diffId: outcome.read.diffId }, options.cache)
    : textsIn(asBuffer(outcome.read.texts));
  const read = { ...outcome.read, stored };
  return knownLayer(asBuffer(outcome.read.facts), read, all, readTexts, options.noRoom);
}

function textsIn(bytes: Buffer): () => TextPack {
  const pack = new TextPack(bytes);
  return () => pack;
}

/** What detectors and rules saw; nothing of it where nothing will be judged. */
function allSeen(
  observations: ReadonlyMap<string, Buffer>,
  ruled: ReadonlyMap<string, LayerObservations>,
  { factsOnly }: Pick<ReadOptions, 'factsOnly'>,
): ReadonlyMap<string, LayerObservations> {
  if (factsOnly) return new Map();
  const seen = new Map<string, LayerObservations>(ruled);
  for (const [id, bytes] of observations) seen.set(id, decodeJson<LayerObservations>(bytes));
  return seen;
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
    ...(options.withoutTexts && { withoutTexts: true }),
    progress: options.progress,
    ...(plan.rules.missing.length === 0 ? {} : { rules: rulesJob(plan.ruleSet, plan.rules.missing) }),
  };
  const texts = plan.needsBytes ? undefined : textsOf(plan, options.cache)()?.bytes;
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
  try {
    return await throughChannel(bytes.stream, (port) =>
      options.pool.run({ ...common, input: { kind: 'port', port } }, options.signal),
    );
  } catch (error) {
    throw asError(error, layer);
  }
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
