import { type GivenSource, traceTarget } from '../app/trace.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { renderTraces, type Traced, type TraceFormat } from '../report/index.ts';
import { type Expectation, type GivenFile, gateOf } from '../trace/index.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { readGiven } from './read-given.ts';
import { checkLogin, type ReadSettings, readOptions } from './read-options.ts';
import { readTarget } from './read-target.ts';
import type { CheckSettings } from './settings.ts';
import { expectationOf, type GateSettings } from './trace-gate.ts';
import { type TrustSettings, trustOf } from './trust.ts';

export interface TraceSettings
  extends ReadSettings,
    TrustSettings,
    GateSettings,
    Pick<CheckSettings, 'quiet' | 'verbose' | 'color' | 'columns' | 'progress'> {
  readonly format: TraceFormat;
  /** Names of files. */
  readonly provenance: readonly string[];
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
  const expected = expectationOf(settings);
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
  const found = await readTarget(target, settings, { io, log, keeps }, (events) =>
    traceTarget(target, traced, events),
  );
  const images: readonly Traced[] = found.map((image) =>
    expected === undefined ? image : { ...image, gate: gateOf(image.trace, expected) },
  );
  await io.stdout.write(await printed(images, expected, settings, io, version, signKey));
  return images.every(({ gate }) => gate === undefined || gate.unmet.length === 0) ? EXIT.ok : EXIT.verdict;
}

async function printed(
  images: readonly Traced[],
  expected: Expectation | undefined,
  settings: TraceSettings,
  io: Io,
  version: string,
  signKey: string | undefined,
): Promise<string> {
  const { format, quiet } = settings;
  if (format === 'vsa') {
    const { verificationSummary } = await import('../report/trace/vsa.ts');
    const { signStatement } = await import('./sign-envelope.ts');
    const timeVerified = io.now().toISOString();
    const lines = images.map((image) => {
      const statement = verificationSummary(image, {
        toolVersion: version,
        timeVerified,
        expected: expected ?? {},
        passed: (image.gate ?? gateOf(image.trace, {})).unmet.length === 0,
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

/** `T2 contradicted: provenance`, for `--quiet`; with what was asked for and is not so. */
function quietLine({ trace, gate }: Traced): string {
  const wrong = trace.links.filter(({ status }) => status === 'contradicted').map(({ name }) => name);
  const unmet = (gate?.unmet ?? []).filter(({ what }) => what !== 'contradiction').map(({ text }) => text);
  const contradicted = wrong.length === 0 ? '' : ` contradicted: ${wrong.join(', ')}`;
  return visible(
    `${trace.level}${contradicted}${unmet.length === 0 ? '' : ` not passed: ${unmet.join(' ')}`}`,
  ).concat('\n');
}
