import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { CheckEvents, CheckOptions, checkTarget } from '../app/check.ts';
import type { Assessment } from '../assess/index.ts';
import { DEFAULT_POLICY, loadPolicy, type Policy } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { visible } from '../base/visible.ts';
import { parsePlatform } from '../image/platform.ts';
import type { TextOptions } from '../report/index.ts';
import { type FailedTarget, type ReportInput, renderQuietReport, renderReport } from '../report/index.ts';
import { parseMirror, type RegistryMirror } from '../source/index.ts';
import { cacheFolder, makeCacheFolder } from './cache-folder.ts';
import { wantsColor, wantsProgress } from './color.ts';
import { type ExitCode, exitCodeOf } from './exit-codes.ts';
import type { Io } from './io.ts';
import { checkOneRegistry } from './login-scope.ts';
import { noticeTexts } from './notices.ts';
import { checkWritable, type Output, parseOutput, writeOutput } from './outputs.ts';
import { createProgress, type Progress } from './progress.ts';
import { errorText, hintOf, messageOf } from './report-error.ts';
import type { CheckSettings } from './settings.ts';

export type CheckTarget = typeof checkTarget;

const MAX_PASSWORD_BYTES = 64 * 1024;
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * `clearpull check`: every target is checked even when one fails; the report goes to standard output,
 * everything else to standard error. Throws for what is wrong with the call itself, and `interrupted`.
 */
export async function runCheck(
  targets: readonly string[],
  settings: CheckSettings,
  io: Io,
  version: string,
  check: CheckTarget,
): Promise<ExitCode> {
  const outputs = settings.output.map((text) => parseOutput(text, settings.format));
  for (const output of outputs) await checkWritable(output);
  if (settings.username !== undefined) checkOneRegistry(targets);
  const options = await checkOptions(settings, io);
  const input = await checkAll(targets, options, settings, io, check);
  // No time and no duration: the same bytes under the same policy print the same report.
  const context = { toolVersion: version };
  await printResult(input, context, settings, io);
  await writeOutputs(outputs, input, context, settings);
  const outcome = {
    decisions: input.assessments.map(({ verdict }) => verdict.decision),
    failed: input.failed.length,
    allRead: input.assessments.every(({ coverage }) => coverage.complete),
  };
  return exitCodeOf(outcome, settings.failOn, settings.strict);
}

async function checkAll(
  targets: readonly string[],
  options: CheckOptions,
  settings: CheckSettings,
  io: Io,
  check: CheckTarget,
): Promise<ReportInput> {
  const bar = settings.progress && !settings.quiet && wantsProgress(io.env, io.stderr.isTerminal);
  const progress: Progress | undefined = bar ? createProgress(io) : undefined;
  const textOf = noticeTexts(io.ticks);
  const events: CheckEvents = {
    ...progress,
    onNotice(notice) {
      const text = settings.quiet ? undefined : textOf(notice);
      if (text === undefined) return;
      void progress?.clear();
      void io.stderr.write(text);
    },
  };
  const assessments: Assessment[] = [];
  const failed: FailedTarget[] = [];
  for (const [index, target] of targets.entries()) {
    progress?.begin(target, index + 1, targets.length);
    try {
      assessments.push(...(await orInterrupted(check(target, options, events), io.signal)));
    } catch (error) {
      await progress?.clear();
      if (io.signal.aborted) throw interrupted(error);
      failed.push(failureOf(target, error));
      await io.stderr.write(errorText(error, settings.debug));
    }
  }
  await progress?.clear();
  return { assessments, failed, several: targets.length > 1 || assessments.length > 1 };
}

/** How long an interrupted check may take to put its things away, in milliseconds. */
const GRACE = 1500;

/** What is awaited; or `interrupted`, when it does not end by itself soon after the signal. */
function orInterrupted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      setTimeout(() => reject(interrupted(undefined)), GRACE);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function failureOf(target: string, error: unknown): FailedTarget {
  const hint = hintOf(error);
  return {
    target,
    code: error instanceof ClearpullError ? error.code : 'internal',
    message: messageOf(error),
    ...(hint === undefined ? {} : { hint }),
  };
}

function interrupted(cause: unknown): ClearpullError {
  const details = cause instanceof ClearpullError && cause.code === 'interrupted' ? {} : { cause };
  return new ClearpullError('interrupted', 'Interrupted; nothing was decided.', details);
}

async function printResult(
  input: ReportInput,
  context: Parameters<typeof renderReport>[2],
  settings: CheckSettings,
  io: Io,
): Promise<void> {
  // One target that failed has been told about; there is no report on it.
  if (input.assessments.length === 0 && !input.several) return;
  const options: TextOptions = {
    columns: settings.columns ?? io.stdout.columns ?? 80,
    color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
    verbose: settings.verbose,
  };
  const text =
    settings.quiet && settings.format === 'text'
      ? await renderQuietReport(input, options)
      : await renderReport(settings.format, input, context, options);
  await io.stdout.write(text);
}

async function writeOutputs(
  outputs: readonly Output[],
  input: ReportInput,
  context: Parameters<typeof renderReport>[2],
  settings: CheckSettings,
): Promise<void> {
  if (input.assessments.length === 0 && !input.several) return;
  const options = {
    verbose: settings.verbose,
    ...(settings.columns === undefined ? {} : { columns: settings.columns }),
  };
  for (const output of outputs) {
    await writeOutput(output, await renderReport(output.format, input, context, options));
  }
}

async function checkOptions(settings: CheckSettings, io: Io): Promise<CheckOptions> {
  const { platform, policy, cacert, jobs, timeout, insecure } = settings;
  if (platform !== undefined) checkPlatform(platform);
  const folder = await usableCache(settings, io);
  const ca = cacert === undefined ? undefined : await readGiven(cacert, '--cacert');
  const dockerConfigFolder = io.env['DOCKER_CONFIG'];
  return {
    ...(platform === undefined ? {} : { platform }),
    policy: policy === undefined ? DEFAULT_POLICY : await policyOf(policy),
    limits: DEFAULT_LIMITS,
    registry: {
      ...(await credentials(settings, io)),
      ...(ca === undefined ? {} : { caCertificates: ca }),
      ...(dockerConfigFolder ? { dockerConfigFolder } : {}),
      insecure,
      timeout: timeout * 1000,
      mirrors: settings.mirror.map(mirrorOf),
      downloads: settings.downloads,
    },
    ...(folder === undefined ? {} : { cacheFolder: folder }),
    workers: jobs ?? availableParallelism(),
    now: io.now().toISOString(),
    signal: io.signal,
  };
}

/** A mistake in the call, not in each of the images. */
function checkPlatform(text: string): void {
  if (text === 'all' || parsePlatform(text) !== undefined) return;
  throw new ClearpullError('usage', `--platform ${visible(text)} is no platform.`, {
    hint: 'Write os/architecture, for instance linux/arm64, or "all".',
  });
}

function mirrorOf(text: string): RegistryMirror {
  const mirror = parseMirror(text);
  if (typeof mirror !== 'string') return mirror;
  throw new ClearpullError('usage', `--mirror ${visible(text)} names no mirror: ${visible(mirror)}.`, {
    hint: 'Write HOST for a mirror of Docker Hub, or REGISTRY=HOST/PATH, such as quay.io=mirror.example/quay.',
  });
}

/** The cache folder; undefined when there is to be none, or can be none, which is said and does no harm. */
async function usableCache({ cache, cacheDir, quiet }: CheckSettings, io: Io): Promise<string | undefined> {
  if (!cache) return undefined;
  const folder = cacheDir ?? cacheFolder(io.env, process.platform);
  if (await makeCacheFolder(folder)) return folder;
  const note = `clearpull: ${visible(folder)} cannot be used to keep what was read; going on without it.\n`;
  if (!quiet)
    await io.stderr.write(`${note}  Name another folder with --cache-dir, or none with --no-cache.\n`);
  return undefined;
}

async function policyOf(file: string): Promise<Policy> {
  return loadPolicy(await readGiven(file, '--policy'), file);
}

async function readGiven(file: string, option: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length <= MAX_FILE_BYTES) return bytes.toString('utf8');
  } catch (cause) {
    throw new ClearpullError('usage', `The file ${visible(file)} of ${option} could not be read.`, {
      hint: 'Check that it exists and that you may read it.',
      cause,
    });
  }
  throw new ClearpullError('usage', `The file ${visible(file)} of ${option} is larger than 4 MiB.`, {
    hint: 'Check that it is the file that you meant.',
  });
}

async function credentials(
  { username, passwordStdin }: CheckSettings,
  io: Io,
): Promise<{ readonly username?: string; readonly password?: string }> {
  const fromEnv = io.env['CLEARPULL_PASSWORD'];
  if (username === undefined) {
    if (!passwordStdin) return {};
    throw new ClearpullError('usage', '--password-stdin needs --username.', {
      hint: 'For instance: pass show registry | clearpull --username me --password-stdin registry.example.com/app',
    });
  }
  const password = passwordStdin
    ? (await io.readStdin(MAX_PASSWORD_BYTES)).toString('utf8').replace(/\r?\n$/, '')
    : fromEnv;
  if (password) return { username, password };
  throw new ClearpullError('usage', 'There is a --username, but no password for it.', {
    hint: 'Give it with --password-stdin, or in the variable CLEARPULL_PASSWORD.',
  });
}
