import { TextPack } from '../../analyze/texts/text-pack.ts';
import { asBuffer, type LayerJob, type LayerOutcome } from './layer-job.ts';
import type { LayerRunner } from './layer-runner.ts';

/** Bytes, as stored, of all layers that are read in this thread. */
const MAX_BYTES = 512 * 1024;
/** Bytes of texts that are looked into within a second at most: in that time this thread hears nothing, no Ctrl-C either. */
const MAX_TEXTS = 128 * 1024;

/**
 * Carries out the first jobs in the calling thread, one after the other, as long as they are small: to start a worker thread
 * and to load a job's code there once more takes longer.
 */
export class SmallJobs {
  readonly #workers: Pick<LayerRunner, 'run'>;
  #bytesLeft = MAX_BYTES;
  #last: Promise<unknown> = Promise.resolve();

  /** @param workers for looking into many texts */
  constructor(workers: Pick<LayerRunner, 'run'>) {
    this.#workers = workers;
  }

  /** Whether a job is for this thread; asked once for each. */
  take(job: LayerJob): boolean {
    const bytes = bytesOf(job);
    if (bytes > this.#bytesLeft) return false;
    this.#bytesLeft -= bytes;
    return true;
  }

  run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome> {
    const done = this.#last.then(() => this.#run(job, signal));
    this.#last = done.catch(() => {});
    return done;
  }

  async #run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome> {
    const { readLayerBytes, runLayerJob } = await import('./run-layer-job.ts');
    signal?.throwIfAborted();
    const { rules: _, input, ...rest } = job;
    if (input.kind === 'parts') return runLayerJob(job);
    const outcome = await readLayerBytes(job, input, signal);
    const { facts, texts, marks } = outcome.read;
    const parts: LayerJob = { ...rest, input: { kind: 'parts', facts, texts, marks } };
    const hasMany = textBytes(texts) > MAX_TEXTS;
    const { observations } = await (hasMany ? this.#workers.run(parts, signal) : runLayerJob(parts));
    return { ...outcome, observations };
  }
}

/** A layer whose size nobody says may be of any. */
function bytesOf({ input, expected }: LayerJob): number {
  if (input.kind === 'file') return input.size;
  if (input.kind === 'port') return expected.size ?? Number.POSITIVE_INFINITY;
  return textBytes(input.texts) > MAX_TEXTS ? Number.POSITIVE_INFINITY : input.facts.length;
}

function textBytes(texts: Uint8Array): number {
  return new TextPack(asBuffer(texts)).length;
}
