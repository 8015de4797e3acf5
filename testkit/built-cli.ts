import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATA, distBuiltFrom, sourceDigest } from '../tools/built-from.ts';
import { bundleCli } from '../tools/bundle.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Below the checkout, so that the built files find their packages. */
const BUILDS = join(ROOT, 'node_modules', '.cache', 'clearpull-built-cli');

/**
 * Path of the command's `main.js`, built from `src` as it is now. A build is kept under the digest of its
 * sources, beside `dist/`, which others may be building anew at the same time.
 */
export async function builtCli(): Promise<string> {
  const digest = sourceDigest();
  const folder = join(BUILDS, digest);
  const main = join(folder, 'dist', 'cli', 'main.js');
  if (existsSync(main)) return main;
  const fresh = `${folder}.${process.pid}`;
  await mkdir(fresh, { recursive: true });
  await copyFile(join(ROOT, 'package.json'), join(fresh, 'package.json'));
  for (const data of DATA) await cp(join(ROOT, data), join(fresh, data), { recursive: true });
  if (!(await copyDist(digest, join(fresh, 'dist')))) await buildInto(join(fresh, 'dist'));
  for (const name of readdirSync(BUILDS)) {
    if (statSync(join(BUILDS, name), { throwIfNoEntry: false })?.isDirectory() && isOld(join(BUILDS, name)))
      await rm(join(BUILDS, name), { recursive: true, force: true });
  }
  try {
    await rename(fresh, folder);
  } catch {
    // Another test file was faster.
    await rm(fresh, { recursive: true, force: true });
  }
  return main;
}

/** The command that `npm ci` has built, if it was of these sources. False when it was not, or is being built anew. */
async function copyDist(digest: string, folder: string): Promise<boolean> {
  if (distBuiltFrom() !== digest) return false;
  try {
    await cp(join(ROOT, 'dist', 'cli'), join(folder, 'cli'), { recursive: true });
  } catch {
    return false;
  }
  return distBuiltFrom() === digest;
}

async function buildInto(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  // Types are checked elsewhere.
  const args = [tsc, '-p', 'tsconfig.build.json', '--noCheck', '--declaration', 'false'];
  execFileSync(process.execPath, [...args, '--outDir', folder], { cwd: ROOT, stdio: 'pipe' });
  await bundleCli(folder);
}

const HOUR = 3_600_000;

function isOld(folder: string): boolean {
  return Date.now() - statSync(folder).mtimeMs > HOUR;
}

export interface CliSurroundings {
  /** All of the variables, beside `PASSED_ON`; HOME and TMPDIR should be folders of the test. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string | Uint8Array;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface RunningCli {
  readonly process: ChildProcess;
  readonly done: Promise<CliResult>;
}

/** Where programs are, and where the test run keeps compiled code (vitest.config.ts). */
const PASSED_ON = ['PATH', 'NODE_COMPILE_CACHE'] as const;

function passedOn(): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Starts the command (or, with `main` a list, any program) as a process of its own. */
export function startCli(
  main: string | readonly string[],
  args: readonly string[],
  { env = {}, cwd = ROOT, stdin }: CliSurroundings = {},
): RunningCli {
  const [program = '', ...first] = typeof main === 'string' ? [process.execPath, main] : main;
  const child = spawn(program, [...first, ...args], {
    cwd,
    env: { ...passedOn(), ...env },
    stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  const done = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({
        code,
        signal,
        out: Buffer.concat(out).toString('utf8'),
        err: Buffer.concat(err).toString('utf8'),
      });
    });
  });
  return { process: child, done };
}
