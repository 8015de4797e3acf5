import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import {
  type AnalyzeOptions,
  analyzeLayer,
  type LayerAnalysis,
  type LayerMarks,
  RuleFilter,
  TextPack,
  type TryRules,
} from '../../analyze/index.ts';
import { freeMemoryEndingWith, ownsItsMemory } from '../../base/free-memory.ts';
import type { Unknown } from '../../base/unknown.ts';
import {
  DETECTORS,
  type Detector,
  type Inspection,
  inspectLayers,
  type LayerView,
  type TextSlice,
  textSlices,
} from '../../detect/index.ts';
import { decodeFacts } from '../../image/entries/facts-bytes.ts';
import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';
import { RuleThread } from '../rules/rule-thread.ts';
import { receiveStream } from './byte-channel.ts';
import { collectGarbage } from './collect-garbage.ts';
import {
  asBuffer,
  decodeMarks,
  encodeJson,
  encodeMarks,
  type LayerJob,
  type LayerOutcome,
  type LayerParts,
  type PartsById,
} from './layer-job.ts';
import { lookBySlices } from './look-by-slices.ts';
import { ruleKeptTexts } from './rule-kept-texts.ts';

const MiB = 1024 * 1024;
const READ_BYTES = MiB;

/** Entries of a layer whose byte pass and look leave tens of megabytes behind. */
export const LARGE_LAYER = 40_000;

/** One layer, from bytes or from known parts, to observations. */
export async function runLayerJob(job: LayerJob): Promise<LayerOutcome> {
  const { sources = [], rules = [] } = job.rules ?? {};
  const thread = new RuleThread(sources, rules, job.limits);
  try {
    if (job.input.kind === 'slice') return { observations: lookIntoSlice(job, job.input) };
    if (job.input.kind === 'parts') return await inspectParts(job, job.input, thread);
    return await readAndInspect(job, job.input, thread);
  } finally {
    thread.close();
  }
}

/** Bytes that are unpacked of a layer, and of archives in it, within a second or so. */
const SOON = { maxLayerBytes: 16 * MiB, maxNestedBytes: 16 * MiB } as const;

/**
 * One layer, from bytes that stay as they are, to all that is known of it before any detector looks into it. Undefined for what
 * may take long: where it unpacks to a lot, or rules have to be tried on files of it.
 */
export async function readSmallLayer(
  job: LayerJob,
  chunks: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<ReadLayer | undefined> {
  const triggered = triggeredOf(job);
  const progress = new BigInt64Array(job.progress.length);
  const options = analyzeOptions({ ...job, progress }, triggered, () => {
    throw new TooMuch();
  });
  const limits = { ...job.limits };
  for (const [name, most] of Object.entries(SOON) as [keyof typeof SOON, number][])
    limits[name] = Math.min(limits[name], most);
  try {
    const analysis = await analyzeLayer(Readable.from(chunks), {
      ...options,
      limits,
      ...(signal === undefined ? {} : { signal }),
    });
    if ([...analysis.blobUnknowns, ...analysis.facts.unknowns].some(mayBeOurs)) return undefined;
    Atomics.add(job.progress, 0, progress[0] ?? 0n);
    return outcomeOf(analysis, triggered);
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

class TooMuch extends Error {}

/** Also where some unknowns are only counted. */
function mayBeOurs({ limit }: Unknown): boolean {
  return limit === 'maxLayerProblems' || (limit !== undefined && Object.hasOwn(SOON, limit));
}

type PartsInput = Extract<LayerJob['input'], { kind: 'parts' }>;
type SliceInput = Extract<LayerJob['input'], { kind: 'slice' }>;
type BytesInput = Exclude<LayerJob['input'], PartsInput | SliceInput>;
/** A layer as it was read. */
type ReadLayer = Required<Pick<LayerOutcome, 'read'>> & Pick<LayerOutcome, 'ruled'>;

async function inspectParts(job: LayerJob, input: PartsInput, thread: RuleThread): Promise<LayerOutcome> {
  const { candidates } = input;
  const layer = layerOf(job, input);
  const inspected = await inspectAll(job, layer);
  if (job.rules === undefined || candidates === undefined) return inspected;
  const { facts, texts } = layer;
  const results = ruleKeptTexts(job.rules.rules, candidates, facts, texts, job.limits, thread);
  return { ...inspected, ruled: { results } };
}

function lookIntoSlice(job: LayerJob, input: SliceInput): PartsById {
  return encodedSeen(inspect(job, layerOf(job, input), input.slice));
}

/** A layer as detectors see it. */
interface ShownLayer {
  readonly facts: LayerFacts;
  readonly texts: TextPack;
  readonly detectors: readonly (readonly [detector: Detector, marks: LayerMarks])[];
}

function layerOf(job: LayerJob, { facts, texts, marks }: LayerParts): ShownLayer {
  return {
    facts: decodeFacts(facts),
    texts: new TextPack(asBuffer(texts)),
    detectors: detectorsOf(job).map((detector) => {
      const own = marks[detector.id];
      return [detector, own === undefined ? NO_MARKS : decodeMarks(own)];
    }),
  };
}

async function readAndInspect(job: LayerJob, input: BytesInput, thread: RuleThread): Promise<LayerOutcome> {
  const triggered = triggeredOf(job);
  const analysis = await analyzeLayer(openBytes(input), {
    ...analyzeOptions(job, triggered, (files) => thread.tryRules(files)),
    // A stream of a file makes each chunk anew, and what a port brings was moved here.
    ownsChunks: true,
  });
  // It takes some 60 MiB, and so do the texts that are looked into now.
  thread.close();
  // What has called this holds the decompressor, and all that the byte pass has put together with it, until it returns.
  await setImmediate();
  const isLarge = analysis.facts.entries.length >= LARGE_LAYER;
  if (isLarge) collectGarbage();
  const { facts, marks } = analysis;
  const detectors = detectorsOf(job).map(
    (detector) => [detector, marks[triggered.indexOf(detector)] ?? NO_MARKS] as const,
  );
  const inspected = await inspectAll(job, { facts, texts: new TextPack(analysis.texts), detectors });
  if (isLarge) collectGarbage();
  return { ...outcomeOf(analysis, triggered), ...inspected };
}

function analyzeOptions(
  { limits, expected, rules, progress }: LayerJob,
  triggered: readonly Detector[],
  tryRules: TryRules,
): AnalyzeOptions {
  return {
    limits,
    triggers: triggered.map(({ triggers }) => triggers ?? {}),
    expected,
    ...(rules === undefined ? {} : { rules: { filter: new RuleFilter(rules.rules), tryRules } }),
    onBytes: (count) => {
      Atomics.add(progress, 0, BigInt(count));
    },
  };
}

/** The marks' texts are freed. */
function outcomeOf(analysis: LayerAnalysis, triggered: readonly Detector[]): ReadLayer {
  return {
    read: {
      diffId: analysis.facts.diffId,
      compressedBytes: analysis.compressedBytes,
      compression: analysis.compression,
      blobUnknowns: analysis.blobUnknowns,
      conclusive: analysis.conclusive,
      facts: analysis.factBytes,
      texts: analysis.texts,
      marks: encoded(triggered, analysis.marks),
    },
    ...(analysis.ruled === undefined ? {} : { ruled: analysis.ruled }),
  };
}

function detectorsOf(job: LayerJob): readonly Detector[] {
  return DETECTORS.filter(({ id }) => job.detectors.includes(id));
}

function triggeredOf(job: LayerJob): readonly Detector[] {
  return detectorsOf(job).filter(({ triggers }) => triggers !== undefined);
}

/** Each set by itself, and its texts freed before the next one is copied. */
function encoded(detectors: readonly Detector[], marks: readonly LayerMarks[]): PartsById {
  return Object.fromEntries(
    detectors.map(({ id }, i) => {
      const own = marks[i] ?? NO_MARKS;
      const bytes = encodeMarks(own);
      if (ownsItsMemory(own.pack)) freeMemoryEndingWith(own.pack);
      return [id, bytes];
    }),
  );
}

const NO_MARKS: LayerMarks = { marks: [], texts: [], pack: Buffer.alloc(0) };

/** A layer's bytes as stored. */
export function openBytes(input: BytesInput): AsyncIterable<Uint8Array> {
  if (input.kind === 'port') return receiveStream(input.port);
  if (input.size === 0) return none();
  return createReadStream(input.path, {
    start: input.offset,
    end: input.offset + input.size - 1,
    highWaterMark: READ_BYTES,
  });
}

async function* none(): AsyncGenerator<Uint8Array> {}

async function inspectAll(
  job: LayerJob,
  layer: ShownLayer,
): Promise<Pick<LayerOutcome, 'observations' | 'slices'>> {
  const slices = job.withoutTexts === true ? [] : textSlices(layer.facts);
  if (slices.length === 1) return { observations: encodedSeen(withMarks(layer, inspect(job, layer, 'all'))) };
  const observations = encodedSeen(withMarks(layer, inspect(job, layer, 'without-texts')));
  if (slices.length === 0) return { observations };
  if (job.leavesSlices === true) return { observations, slices };
  const look = async (slice: TextSlice): Promise<Pick<LayerOutcome, 'observations'>> => ({
    observations: encodedSeen(inspect(job, layer, slice)),
  });
  return { observations: await lookBySlices(job, observations, slices, 1, look) };
}

/** What each detector saw, by its id. */
type Seen = readonly (readonly [id: string, inspection: Inspection])[];

function inspect(
  { limits }: LayerJob,
  { facts, texts, detectors }: ShownLayer,
  show: 'all' | 'without-texts' | TextSlice,
): Seen {
  const views = detectors.map(([detector, marks]) => ({ detector, layer: viewOf(facts, texts, marks) }));
  return inspectLayers(views, limits, show).map((inspection, i) => [detectors[i]?.[0].id ?? '', inspection]);
}

/** Where the search for its triggers was cut short, a detector did not see everything either. */
function withMarks({ detectors }: ShownLayer, seen: Seen): Seen {
  return seen.map(([id, inspection], i) => {
    const unknowns = [...inspection.unknowns, ...(detectors[i]?.[1].unknowns ?? [])];
    return [id, { ...inspection, unknowns }];
  });
}

function encodedSeen(seen: Seen): PartsById {
  return Object.fromEntries(seen.map(([id, inspection]) => [id, encodeJson(inspection)]));
}

function viewOf(facts: LayerFacts, texts: TextPack, marks: LayerMarks): LayerView {
  const markedTexts = new TextPack(marks.pack);
  const marked = new Map<LayerEntry | undefined, readonly [number, number]>(
    marks.texts.map(([entry, offset, length]) => [facts.entries[entry], [offset, length]]),
  );
  return {
    facts,
    marks: marks.marks,
    marked: marks.texts.map(([entry]) => entry),
    text(entry) {
      if (entry.text !== undefined) return texts.textAt(entry.text, entry.content);
      const place = marked.get(entry);
      return place === undefined ? undefined : markedTexts.textAt(place, entry.content);
    },
  };
}
