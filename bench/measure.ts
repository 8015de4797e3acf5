import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly seconds: number;
  /** Of all threads together, in the program and the system. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const PEAK = fileURLToPath(new URL('../testkit/peak-memory.js', import.meta.url));

/** Runs a Node program once, as a process of its own. */
export function measure(args: readonly string[], env: Readonly<Record<string, string>> = {}): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-bench-'));
  const peakFile = join(folder, 'peak');
  const cpuFile = join(folder, 'cpu');
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PEAK, ...args], {
    env: { ...process.env, ...env, BENCH_PEAK_FILE: peakFile, BENCH_CPU_FILE: cpuFile },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const peakMiB = Number(readFileSync(peakFile, 'utf8')) / 1024;
  const cpuSeconds = Number(readFileSync(cpuFile, 'utf8')) / 1e6;
  rmSync(folder, { recursive: true, force: true });
  return { seconds, cpuSeconds, peakMiB };
}

export interface TimedSample extends Sample {
  readonly status: number;
  readonly stdout: string;
}

/** Runs any program once, under GNU time. */
export function timed(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): TimedSample {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-bench-'));
  const file = join(folder, 'time');
  const format = '%e %M %U %S';
  const { status, stdout, stderr } = spawnSync(
    '/usr/bin/time',
    ['-f', format, '-o', file, program, ...args],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0 && status !== 1) throw new Error(`${program} ended with ${status}: ${stderr}`);
  // Before the figures stands how the program ended, where that was not well.
  const figures = readFileSync(file, 'utf8').trim().split('\n').at(-1)?.split(' ').map(Number) ?? [];
  const [seconds = Number.NaN, kibibytes = Number.NaN, user = Number.NaN, system = Number.NaN] = figures;
  rmSync(folder, { recursive: true, force: true });
  return { seconds, peakMiB: kibibytes / 1024, cpuSeconds: user + system, status, stdout };
}

/** Runs several programs in turn, A B C A B C …, so that a machine that drifts drifts for all. */
export function interleave<T extends Sample>(
  rounds: number,
  runs: Readonly<Record<string, () => T>>,
): Record<string, T[]> {
  const samples: Record<string, T[]> = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(runs)) samples[name]?.push(run());
  }
  return samples;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
