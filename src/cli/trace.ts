import { type GivenSource, type TracedImage, traceTarget } from '../app/trace.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { renderTraces, type TraceFormat } from '../report/index.ts';
import { type GivenFile, TRACE_LEVELS, type TraceLevel } from '../trace/index.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { readGiven } from './read-given.ts';
import { checkLogin, type ReadSettings, readOptions } from './read-options.ts';
import { readTarget } from './read-target.ts';
import type { CheckSettings } from './settings.ts';
import { type TrustSettings, trustOf } from './trust.ts';

export interface TraceSettings
  extends ReadSettings,
    TrustSettings,
    Pick<CheckSettings, 'quiet' | 'verbose' | 'color' | 'columns' | 'progress'> {
  readonly format: TraceFormat;
  /** Names of files. */
  readonly provenance: readonly string[];
  readonly require?: TraceLevel;
  readonly source?: string;
  readonly revision?: string;
  readonly dockerfile?: string;
  readonly context?: string;
  readonly target?: string;
  /** `NAME=VALUE` each. */
  readonly buildArg: readonly string[];
  /** Targets. */
  readonly baseImage: readonly string[];
  readonly rebuilt?: string;
  /** Name of a file. */
  readonly signKey?: string;
}

/** `clearpull trace`: how far an image can be traced to its source, link by link. */
export async function runTrace(
  target: string,
  settings: TraceSettings,
  { io, log, version }: { readonly io: Io; readonly log: Log; readonly version: string },
): Promise<ExitCode> {
  checkLogin([target, ...settings.baseImage], settings);
  // The source tree is compared by the trace itself, at one commit.
  const { source: _, ...reading } = settings;
  const options = await readOptions(reading, io, log);
  const given: GivenFile[] = [];
  for (const name of settings.provenance) {
    given.push({
      name,
      bytes: Buffer.from(await readGiven(name, '--provenance', options.limits.maxAttestationBytes)),
    });
  }
  const trust = await trustOf(settings);
  const checkout = sourceOf(settings);
  const signKey = await signKeyOf(settings);
  const traced = {
    ...options,
    given,
    trust,
    now: io.now(),
    ...(checkout === undefined ? {} : { checkout }),
    bases: settings.baseImage,
    ...(settings.rebuilt === undefined ? {} : { rebuilt: settings.rebuilt }),
  };
  const keeps = options.cacheFolder !== undefined;
  const images = await readTarget(target, settings, { io, log, keeps }, (events) =>
    traceTarget(target, traced, events),
  );
  await io.stdout.write(await printed(images, settings, io, version, signKey));
  return images.every((image) => suffices(image, settings.require)) ? EXIT.ok : EXIT.verdict;
}

async function printed(
  images: readonly TracedImage[],
  settings: TraceSettings,
  io: Io,
  version: string,
  signKey: string | undefined,
): Promise<string> {
  const { format, quiet, require } = settings;
  if (format === 'vsa') {
    const { verificationSummary } = await import('../report/trace/vsa.ts');
    const { signStatement } = await import('./sign-statement.ts');
    const timeVerified = io.now().toISOString();
    const lines = images.map((image) => {
      const statement = verificationSummary(image, {
        toolVersion: version,
        timeVerified,
        passed: suffices(image, require ?? 'T0'),
        ...(require === undefined ? {} : { require }),
      });
      return signKey === undefined ? statement : signStatement(statement, signKey, settings.signKey ?? '');
    });
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }
  if (quiet && format === 'text') return images.map(quietLine).join('');
  return renderTraces(format, images, version, {
    columns: settings.columns ?? io.stdout.columns ?? 80,
    color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
    verbose: settings.verbose,
  });
}

async function signKeyOf({ signKey, format }: TraceSettings): Promise<string | undefined> {
  if (signKey === undefined) return undefined;
  if (format === 'vsa') return readGiven(signKey, '--sign-key');
  throw new ClearpullError('usage', '--sign-key signs a verification summary, and none is asked for.', {
    hint: 'Add -f vsa.',
  });
}

/** Throws `usage` for settings that only mean something together with a source tree. */
function sourceOf(settings: TraceSettings): GivenSource | undefined {
  const { source, revision, dockerfile, context, target, buildArg } = settings;
  if (source === undefined) {
    const flags = {
      '--revision': revision,
      '--dockerfile': dockerfile,
      '--context': context,
      '--target': target,
    };
    const alone = Object.entries(flags).find(([, value]) => value !== undefined)?.[0];
    if (alone === undefined && buildArg.length === 0) return undefined;
    throw new ClearpullError(
      'usage',
      `${alone ?? '--build-arg'} says something of a source tree, and none is given.`,
      {
        hint: 'Name its folder with --source.',
      },
    );
  }
  return {
    folder: source,
    ...(revision === undefined ? {} : { revision }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(context === undefined ? {} : { context }),
    ...(target === undefined ? {} : { target }),
    args: new Map(buildArg.map(parseBuildArg)),
  };
}

function parseBuildArg(text: string): readonly [string, string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new ClearpullError('usage', `--build-arg ${visible(text)} has no value.`, {
    hint: 'Write NAME=VALUE.',
  });
}

/** `T2 contradicted: provenance`, for `--quiet`. */
function quietLine({ trace }: TracedImage): string {
  const wrong = trace.links.filter(({ status }) => status === 'contradicted').map(({ name }) => name);
  return `${trace.level}${wrong.length === 0 ? '' : ` contradicted: ${wrong.join(', ')}`}\n`;
}

function suffices({ trace }: TracedImage, required: TraceLevel | undefined): boolean {
  if (required === undefined) return true;
  const high = TRACE_LEVELS.indexOf(trace.level) >= TRACE_LEVELS.indexOf(required);
  return high && trace.links.every(({ status }) => status !== 'contradicted');
}
