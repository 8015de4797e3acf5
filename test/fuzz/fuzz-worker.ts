import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { FUZZ_TARGETS } from './targets.ts';
import { inputOf, problemWith } from './try-input.ts';
import { FIELD, type Figures, type WorkerOrder, type WorkerReport } from './worker-state.ts';

/**
 * The thread that tries inputs until it is ended. Each target gets the same time; an input depends on its target
 * and seed only.
 */
const order = workerData as WorkerOrder;
const state = new Int32Array(order.shared);
const targets = FUZZ_TARGETS.filter(({ name }) => order.targets.includes(name));
const seeds = new Map(Object.entries(order.seeds));
const figures = new Map<string, Figures>();

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Milliseconds between two reports, and inputs between two looks at the heap. */
const REPORT_EVERY = 500;
const HEAP_EVERY = 2000;

function report(message: WorkerReport): void {
  parentPort?.postMessage(message, []);
}

let reported = 0;
for (let cases = 1; ; cases++) {
  const spent = (name: string): number => figures.get(name)?.milliseconds ?? 0;
  const target = targets.reduce((least, one) => (spent(one.name) < spent(least.name) ? one : least));
  const seed = seeds.get(target.name) ?? 0;
  seeds.set(target.name, seed + 1);
  Atomics.store(state, FIELD.target, FUZZ_TARGETS.indexOf(target));
  Atomics.store(state, FIELD.seed, seed);
  Atomics.store(state, FIELD.cases, cases);
  const start = performance.now();
  const input = inputOf(target, seed);
  const problem = await problemWith(target, input, join(order.folder, target.name));
  const milliseconds = performance.now() - start;
  const before = figures.get(target.name) ?? { inputs: 0, bytes: 0, milliseconds: 0, slowest: [0, 0] };
  figures.set(target.name, {
    inputs: before.inputs + 1,
    bytes: before.bytes + input.length,
    milliseconds: before.milliseconds + milliseconds,
    slowest: milliseconds > before.slowest[0] ? [milliseconds, seed] : before.slowest,
  });
  if (problem !== undefined) report({ kind: 'found', target: target.name, seed, problem });
  if (performance.now() - reported > REPORT_EVERY) {
    report({ kind: 'figures', figures: Object.fromEntries(figures) });
    reported = performance.now();
  }
  if (cases % HEAP_EVERY === 0) {
    collect();
    report({ kind: 'heap', mebibytes: process.memoryUsage().heapUsed / 2 ** 20 });
  }
}
