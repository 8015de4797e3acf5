import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Sample {
  readonly seconds: number;
  readonly peakMiB: number;
}

const PEAK = fileURLToPath(new URL('../testkit/peak-memory.js', import.meta.url));

/** Runs a Node program once, as a process of its own. */
export function measure(args: readonly string[], env: Readonly<Record<string, string>> = {}): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-bench-'));
  const peakFile = join(folder, 'peak');
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PEAK, ...args], {
    env: { ...process.env, ...env, BENCH_PEAK_FILE: peakFile },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0 && status !== 1) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  const peakMiB = Number(readFileSync(peakFile, 'utf8')) / 1024;
  rmSync(folder, { recursive: true, force: true });
  return { seconds, peakMiB };
}

/** Runs any program once, under GNU time. */
export function timed(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Sample {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-bench-'));
  const file = join(folder, 'time');
  const { status, stderr } = spawnSync('/usr/bin/time', ['-f', '%e %M', '-o', file, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0 && status !== 1) throw new Error(`${program} ended with ${status}: ${stderr}`);
  // Before the figures stands how the program ended, where that was not well.
  const [seconds, kibibytes] = (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number);
  rmSync(folder, { recursive: true, force: true });
  return { seconds: seconds ?? Number.NaN, peakMiB: (kibibytes ?? Number.NaN) / 1024 };
}

/** Runs several programs in turn, A B C A B C …, so that a machine that drifts drifts for all. */
export function interleave(
  rounds: number,
  runs: Readonly<Record<string, () => Sample>>,
): Record<string, Sample[]> {
  const samples: Record<string, Sample[]> = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
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
