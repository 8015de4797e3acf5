import { Worker } from 'node:worker_threads';
import { FUZZ_TARGETS } from './targets.ts';
import { FIELD, type Figures, newState, type WorkerOrder, type WorkerReport } from './worker-state.ts';

export interface CampaignOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly targets: readonly string[];
  readonly folder: string;
  readonly onFound: (found: Found) => void;
}

export interface Found {
  readonly target: string;
  readonly seed: number;
  readonly problem: string;
}

export interface CampaignResult {
  readonly figures: ReadonlyMap<string, Figures>;
  readonly found: readonly Found[];
  readonly seconds: number;
  /** Most of the resident memory of the whole process, and of the heap after a collection, in MiB. */
  readonly peakMiB: number;
  readonly heapMiB: number;
}

/** An input hangs that takes more processor time than this, however busy the machine, or waits for longer than the other. */
const HANG = { processorSeconds: 90, seconds: 1200 };
/** The JavaScript heap of the thread that tries inputs. */
const MAX_HEAP_MIB = 512;
const TICK = 250;

/** Tries inputs for the given time. A hang or an exhausted heap ends the thread, is recorded, and it goes on. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const found: Found[] = [];
  const totals = new Map<string, Figures>();
  const next = new Map(options.targets.map((name) => [name, options.seed]));
  const start = performance.now();
  const end = start + options.seconds * 1000;
  let peakMiB = 0;
  let heapMiB = 0;
  while (performance.now() < end) {
    const state = newState();
    let figures: Readonly<Record<string, Figures>> = {};
    let failure: string | undefined;
    const worker = startWorker({ options, state, seeds: Object.fromEntries(next) });
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'figures') figures = report.figures;
      else if (report.kind === 'heap') heapMiB = Math.max(heapMiB, report.mebibytes);
      else found.push(report);
      if (report.kind === 'found') options.onFound(report);
    });
    worker.on('error', (error) => {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    let [cases, since] = [0, clocks()];
    while (performance.now() < end && failure === undefined) {
      await new Promise((resolve) => setTimeout(resolve, TICK));
      peakMiB = Math.max(peakMiB, process.memoryUsage.rss() / 2 ** 20);
      const now = Atomics.load(state, FIELD.cases);
      if (now !== cases) [cases, since] = [now, clocks()];
      else failure ??= hangSince(since);
    }
    await worker.terminate();
    add(totals, figures);
    if (failure === undefined) break;
    const target = FUZZ_TARGETS[Atomics.load(state, FIELD.target)]?.name ?? '';
    const case_ = { target, seed: Atomics.load(state, FIELD.seed), problem: failure };
    found.push(case_);
    options.onFound(case_);
    for (const [name, one] of Object.entries(figures)) next.set(name, (next.get(name) ?? 0) + one.inputs);
    next.set(target, case_.seed + 1);
  }
  return { figures: totals, found, seconds: (performance.now() - start) / 1000, peakMiB, heapMiB };
}

interface Clocks {
  readonly seconds: number;
  /** Of the whole process, in which one thread tries inputs. */
  readonly processorSeconds: number;
}

function clocks(): Clocks {
  const { user, system } = process.cpuUsage();
  return { seconds: performance.now() / 1000, processorSeconds: (user + system) / 1e6 };
}

function hangSince(since: Clocks): string | undefined {
  const now = clocks();
  if (now.processorSeconds - since.processorSeconds > HANG.processorSeconds)
    return `hangs: no result after ${HANG.processorSeconds} s of processor time`;
  if (now.seconds - since.seconds > HANG.seconds) return `hangs: no result after ${HANG.seconds} s`;
  return undefined;
}

function startWorker({
  options,
  state,
  seeds,
}: {
  readonly options: CampaignOptions;
  readonly state: Int32Array;
  readonly seeds: Readonly<Record<string, number>>;
}): Worker {
  const order: WorkerOrder = {
    shared: state.buffer as SharedArrayBuffer,
    targets: options.targets,
    seeds,
    folder: options.folder,
  };
  return new Worker(new URL('./fuzz-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
  });
}

function add(totals: Map<string, Figures>, figures: Readonly<Record<string, Figures>>): void {
  for (const [name, one] of Object.entries(figures)) {
    const before = totals.get(name);
    totals.set(name, {
      inputs: (before?.inputs ?? 0) + one.inputs,
      bytes: (before?.bytes ?? 0) + one.bytes,
      milliseconds: (before?.milliseconds ?? 0) + one.milliseconds,
      slowest: before !== undefined && before.slowest[0] > one.slowest[0] ? before.slowest : one.slowest,
    });
  }
}
