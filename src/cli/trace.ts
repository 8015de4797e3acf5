import { traceTarget } from '../app/trace.ts';
import type { GivenSource } from '../app/trace-image.ts';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { TRACE_FORMATS, type Traced } from '../report/index.ts';
import { type GivenFile, gateOf } from '../trace/index.ts';
import { trustFilesIn } from './content-trust.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { checkWritable, parseOutputs } from './outputs.ts';
import { type PrintTracesSettings, printTraces, signKeyFor } from './print-traces.ts';
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
    PrintTracesSettings,
    Pick<CheckSettings, 'output' | 'progress'> {
  /** Names of files. */
  readonly provenance: readonly string[];
  /** File or folder. */
  readonly contentTrust?: string;
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
}

/** `clearpull trace`: how far an image can be traced to its source, link by link. */
export async function runTrace(
  target: string,
  settings: TraceSettings,
  { io, log, version }: { readonly io: Io; readonly log: Log; readonly version: string },
): Promise<ExitCode> {
  const outputs = parseOutputs(settings.output, TRACE_FORMATS, settings.format);
  for (const output of outputs) await checkWritable(output);
  const signKey = await signKeyFor(settings, outputs);
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
  const contentTrust = await trustFilesIn(settings.contentTrust);
  const expected = expectationOf(settings);
  const checkout = sourceOf(settings);
  const traced = {
    ...options,
    given,
    trust,
    now: io.now(),
    ...(contentTrust === undefined ? {} : { contentTrust }),
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
  await printTraces(images, outputs, settings, { version, expected, signKey }, io);
  return images.every(({ gate }) => gate === undefined || gate.unmet.length === 0) ? EXIT.ok : EXIT.verdict;
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
