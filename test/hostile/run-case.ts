import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkShowable } from '../../testkit/check-in-thread.ts';
import type { HostileCase } from './hostile-case.ts';
import type { Outcome } from './outcome.ts';

/** What the built command did with a hostile input. */
export interface CaseResult {
  readonly outcome: Outcome;
  /** Exit codes with the defaults, and with --strict --fail-on never. */
  readonly exitCode: number | string;
  readonly strictCode: number | string;
  readonly seconds: number;
  readonly peakMiB: number;
  /** What is wrong with how it ended, beside the outcome. */
  readonly problem?: string;
}

/** For one run; a hang is ended and told. */
const TIME_LIMIT = 180_000;
/** Of JavaScript objects, in each thread; and of everything, where the run counts as failed. */
const HEAP_MIB = 1024;
const MEMORY_MIB = 2048;

const PEAK = fileURLToPath(new URL('../../testkit/peak-memory.js', import.meta.url));

/** Checks a target as a process of its own, without a cache: once with the defaults, once with --strict. */
export async function runCase(
  main: string,
  one: HostileCase,
  target: string,
  folder: string,
): Promise<CaseResult> {
  const limits = (one.limits ?? []).flatMap((limit) => ['--limit', limit]);
  const common = ['check', target, '--no-cache', '-f', 'json', '--platform', 'all', ...limits];
  const plain = await run(main, common, folder);
  const strict = await run(main, [...common, '--strict', '--fail-on', 'never'], folder);
  const problems = [plain, strict].flatMap((ended) => problemsOf(ended));
  return {
    outcome: outcomeOf(plain),
    exitCode: plain.code,
    strictCode: strict.code,
    seconds: plain.seconds,
    peakMiB: Math.max(plain.peakMiB, strict.peakMiB),
    ...(problems.length === 0 ? {} : { problem: problems.join('; ') }),
  };
}

interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
  readonly seconds: number;
  readonly peakMiB: number;
}

function run(main: string, args: readonly string[], folder: string): Promise<Ended> {
  const peakFile = join(folder, 'peak');
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${HEAP_MIB}`, '--import', PEAK, main, ...args],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, BENCH_PEAK_FILE: peakFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIME_LIMIT,
      killSignal: 'SIGKILL',
    },
  );
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code: code ?? signal ?? 'unknown',
        out: Buffer.concat(out).toString('utf8'),
        err: Buffer.concat(err).toString('utf8'),
        seconds: (performance.now() - start) / 1000,
        peakMiB: peakOf(peakFile),
      });
    });
  });
}

function peakOf(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) / 1024;
  } catch {
    return Number.NaN;
  }
}

function problemsOf({ code, out, err, seconds, peakMiB }: Ended): string[] {
  const problems: string[] = [];
  if (typeof code !== 'number' || ![0, 1, 3, 4].includes(code))
    problems.push(`ended with ${code} after ${seconds} s`);
  if (/should not happen/.test(err)) problems.push(err.slice(0, 300));
  if (peakMiB > MEMORY_MIB) problems.push(`took ${Math.round(peakMiB)} MiB`);
  try {
    checkShowable(err, 'standard error');
    checkShowable(out, 'standard output');
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}

interface Report {
  readonly coverage: {
    readonly unread: readonly { reason: string; limit?: string; detail: string }[];
    readonly unopened: { readonly count: number };
  };
  readonly findings: readonly { readonly title: string }[];
}

function outcomeOf({ out, err }: Ended): Outcome {
  if (out.trim() === '') {
    const [message = '', ...rest] = err.split('\n');
    return {
      kind: 'error',
      code: '',
      message: message.replace(/^clearpull: /, ''),
      hint: rest.join(' ').trim(),
    };
  }
  const parsed = JSON.parse(out) as Report | { readonly images: readonly Report[] };
  const reports = 'images' in parsed ? parsed.images : [parsed];
  return {
    kind: 'checked',
    unread: reports.flatMap(({ coverage }) => coverage.unread),
    findings: reports.flatMap(({ findings }) => findings.map(({ title }) => title)),
    unopened: reports.reduce((sum, { coverage }) => sum + coverage.unopened.count, 0),
  };
}
