import { Piscina } from 'piscina';
import { ownsItsMemory } from '../../base/free-memory.ts';
import { takeNothingFound } from '../../detect/index.ts';
import { countEntries } from '../../image/entries/facts-bytes.ts';
import { collectGarbage } from './collect-garbage.ts';
import { asBuffer, type LayerJob, type LayerOutcome } from './layer-job.ts';
import { LARGE_LAYER, runLayerJob } from './run-layer-job.ts';

/** What the pool calls in a worker thread. The large parts of the outcome move over instead of being copied. */
export async function runInWorker(job: LayerJob): Promise<unknown> {
  const outcome: LayerOutcome = { ...(await runLayerJob(job)), nothingFound: takeNothingFound() };
  // What looking into it has left stays in this thread's heap until there is more, while the next thread looks into another.
  if (outcome.read !== undefined && countEntries(asBuffer(outcome.read.facts)) >= LARGE_LAYER)
    collectGarbage();
  const { facts, texts, marks = {} } = outcome.read ?? {};
  const parts = [facts, texts, ...Object.values(marks), ...Object.values(outcome.observations)];
  const transferable = parts.flatMap((bytes) =>
    bytes !== undefined && ownsItsMemory(bytes) ? [bytes.buffer as ArrayBuffer] : [],
  );
  return Piscina.move({
    get [Piscina.transferableSymbol]() {
      return transferable;
    },
    get [Piscina.valueSymbol]() {
      return outcome;
    },
  } as unknown as ArrayBuffer);
}
