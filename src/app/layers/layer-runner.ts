import type { LayerJob, LayerOutcome } from './layer-job.ts';

/** Whatever carries a layer job out. */
export interface LayerRunner {
  run(job: LayerJob, signal: AbortSignal | undefined): Promise<LayerOutcome>;
  /** Lets go of what it holds; the next job starts it anew. */
  close(): Promise<void>;
}
