import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { Piscina } from 'piscina';
import { freeMemoryEndingWith, ownsItsMemory } from '../../base/free-memory.ts';
import type { TextSlice } from '../../detect/index.ts';
import type { LayerJob, LayerOutcome, LayerParts } from './layer-job.ts';
import type { LayerRunner } from './layer-runner.ts';
import { SmallJobs } from './small-jobs.ts';

/** The source runs as TypeScript in development and as JavaScript once built. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.js', import.meta.url),
);

/**
 * MiB that all workers' heaps together may grow to before V8 begins to tidy them up. A worker's own objects are
 * few, but the buffers that it decompresses into count as well, and V8's first bound is so small that a worker
 * spent an eighth of its time marking the same few megabytes again and again (docs/bench.md).
 */
const FIRST_HEAPS_MIB = 128;

/** V8's own bound for what is new in a heap is 96 MiB, of which a worker has no use for most. */
const YOUNG_MIB = 12;

/** How much of what a heap holds may be added to it before V8 marks it once more. */
const GROWING_PERCENT = 30;

/** Worker threads for layer jobs; started with the first job that is not small, so that a check that needs none costs nothing. */
export class LayerPool implements LayerRunner {
  readonly size: number;
  #pool: Promise<Piscina> | undefined;
  readonly #small = new SmallJobs({ run: (job, signal) => this.#inWorker(job, signal) });

  constructor(size: number) {
    this.size = size;
  }

  async run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome> {
    const whole: LayerJob = { ...job, leavesSlices: true };
    const outcome = await (this.#small.take(job)
      ? this.#small.run(whole, signal)
      : this.#inWorker(whole, signal));
    return outcome.slices === undefined ? outcome : this.#bySlices(job, outcome, outcome.slices, signal);
  }

  async #bySlices(
    job: LayerJob,
    outcome: LayerOutcome,
    slices: readonly TextSlice[],
    signal: AbortSignal | undefined,
  ): Promise<LayerOutcome> {
    const { slices: _, ...done } = outcome;
    const { lookBySlices } = await import('./look-by-slices.ts');
    const parts = done.read ?? job.input;
    if (!('facts' in parts)) return done;
    const seenByAll = sharedParts(parts);
    // What was handed in is still used by others.
    if (done.read !== undefined) freeParts(done.read);
    const { rules: _rules, ...rest } = job;
    const observations = await lookBySlices(job, done.observations, slices, this.size, (slice) =>
      this.#inWorker({ ...rest, input: { ...seenByAll, kind: 'slice', slice } }, signal),
    );
    return {
      ...done,
      ...(done.read === undefined ? {} : { read: { ...done.read, ...seenByAll } }),
      observations,
    };
  }

  async #inWorker(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome> {
    this.#pool ??= this.#start();
    const pool = await this.#pool;
    return (await pool.run(job, {
      name: 'runInWorker',
      ...(signal === undefined ? {} : { signal }),
      transferList: job.input.kind === 'port' ? [job.input.port] : [],
    })) as LayerOutcome;
  }

  async #start(): Promise<Piscina> {
    const { Piscina } = await import('piscina');
    // A flag, because `resourceLimits` has an upper bound only. It holds for threads that start from now on.
    const mebibytes = Math.max(16, Math.floor(FIRST_HEAPS_MIB / this.size));
    setFlagsFromString(`--initial-heap-size=${mebibytes}`);
    setFlagsFromString(`--min-semi-space-size=${YOUNG_MIB / 6}`);
    // To tidy up what is new takes a fifth of a millisecond. With helpers for it, a worker waits up to twenty for threads
    // that find no free processor: the workers and gunzip use all there are.
    setFlagsFromString('--no-parallel-scavenge');
    setFlagsFromString('--no-concurrent-array-buffer-sweeping');
    // In all threads, also those that run. Otherwise a worker that holds the facts and texts of a hundred thousand files takes twice as much before it tidies up.
    setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
    return new Piscina({
      filename: WORKER,
      name: 'runInWorker',
      minThreads: 0,
      maxThreads: this.size,
      idleTimeout: 10_000,
      env: { ...process.env, ...compileCache() },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
  }

  async close(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await (await pool)?.destroy();
  }
}

/** The parts in memory that all threads see. */
function sharedParts({ facts, texts, marks }: LayerParts): LayerParts {
  return {
    facts: shared(facts),
    texts: shared(texts),
    marks: Object.fromEntries(Object.entries(marks).map(([id, bytes]) => [id, shared(bytes)])),
  };
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function freeParts({ facts, texts, marks }: LayerParts): void {
  for (const bytes of [facts, texts, ...Object.values(marks)])
    if (ownsItsMemory(bytes)) freeMemoryEndingWith(bytes);
}

/** Threads do not take over where compiled code is kept (nodejs.org/api/module.html); each would compile all anew. */
function compileCache(): { readonly NODE_COMPILE_CACHE?: string } {
  // In a folder for this version of Node, which Node adds by itself.
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}
