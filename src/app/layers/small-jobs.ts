import { TextPack } from '../../analyze/texts/text-pack.ts';
import { throughChannel } from './byte-channel.ts';
import { asBuffer, type LayerJob, type LayerOutcome } from './layer-job.ts';
import type { LayerRunner } from './layer-runner.ts';

/** Bytes, as stored, of all layers that are read in this thread. */
const MAX_BYTES = 512 * 1024;
/** Bytes of texts that are looked into within a second: in that time this thread hears nothing, no Ctrl-C either. */
const MAX_TEXTS = 128 * 1024;

/**
 * Carries out the first jobs in the calling thread, one after the other, as long as they are small: to start a worker thread
 * and to load a job's code there once more takes longer. What comes out is the same.
 */
export class SmallJobs {
  readonly #workers: Pick<LayerRunner, 'run'>;
  #bytesLeft = MAX_BYTES;
  #last: Promise<unknown> = Promise.resolve();

  /** @param workers for what turns out to be more */
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
    signal?.throwIfAborted();
    const { openBytes, readSmallLayer, runLayerJob } = await import('./run-layer-job.ts');
    const { input } = job;
    if (input.kind === 'parts' || input.kind === 'slice') return runLayerJob(job);
    const stream = openBytes(input)[Symbol.asyncIterator]();
    const { chunks, isAll } = await beginningOf(stream);
    const layer = isAll ? await readSmallLayer(job, chunks, signal) : undefined;
    if (layer === undefined) {
      return throughChannel(withRest(chunks, isAll ? undefined : stream), (port) =>
        this.#workers.run({ ...job, input: { kind: 'port', port } }, signal),
      );
    }
    const { rules: _, ...rest } = job;
    const { facts, texts, marks } = layer.read;
    const parts: LayerJob = { ...rest, input: { kind: 'parts', facts, texts, marks } };
    const hasMany = textBytes(texts) > MAX_TEXTS;
    const looked = await (hasMany ? this.#workers.run(parts, signal) : runLayerJob(parts));
    return { ...looked, ...layer };
  }
}

/** What a stream brings, as far as it is to be held: somebody may send more than was said. */
async function beginningOf(
  stream: AsyncIterator<Uint8Array>,
): Promise<{ readonly chunks: readonly Uint8Array[]; readonly isAll: boolean }> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  while (bytes <= MAX_BYTES) {
    const next = await stream.next();
    if (next.done === true) return { chunks, isAll: true };
    chunks.push(next.value);
    bytes += next.value.length;
  }
  return { chunks, isAll: false };
}

async function* withRest(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array> | undefined,
): AsyncGenerator<Uint8Array> {
  yield* chunks;
  for (let next = await rest?.next(); next?.done === false; next = await rest?.next()) yield next.value;
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
