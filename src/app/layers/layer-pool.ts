import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { LayerJob, LayerOutcome } from './layer-job.ts';

/** The source runs as TypeScript in development and as JavaScript once built. */
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './layer-worker.ts' : './layer-worker.js', import.meta.url),
);

/** Whatever carries a layer job out: worker threads, or a test in its own thread. */
export interface LayerRunner {
  run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome>;
}

/** Worker threads for layer jobs; started with the first job, so that a check that needs none costs nothing. */
export class LayerPool implements LayerRunner {
  readonly size: number;
  #pool: Piscina | undefined;

  constructor(size: number) {
    this.size = size;
  }

  async run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome> {
    this.#pool ??= new Piscina({
      filename: WORKER,
      name: 'runLayerJob',
      minThreads: 0,
      maxThreads: this.size,
      idleTimeout: 10_000,
    });
    return (await this.#pool.run(job, {
      name: 'runLayerJob',
      ...(signal === undefined ? {} : { signal }),
      transferList: job.input.kind === 'port' ? [job.input.port] : [],
    })) as LayerOutcome;
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = undefined;
  }
}
