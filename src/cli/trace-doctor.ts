import { traceTarget } from '../app/trace.ts';
import { BUILD_TOOLS, type BuildTool, diagnose } from '../trace/index.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { checkLogin, type ReadSettings, readOptions } from './read-options.ts';
import { readTarget } from './read-target.ts';
import type { CheckSettings } from './settings.ts';
import { type TrustSettings, trustOf } from './trust.ts';

export interface TraceDoctorSettings
  extends ReadSettings,
    TrustSettings,
    Pick<CheckSettings, 'quiet' | 'verbose' | 'color' | 'columns' | 'progress'> {
  readonly format: 'text' | 'json';
  readonly for?: BuildTool | 'all';
}

/** `clearpull trace doctor`: what to add to the build of one's own image, in order of value. */
export async function runTraceDoctor(
  target: string,
  settings: TraceDoctorSettings,
  { io, log, version }: { readonly io: Io; readonly log: Log; readonly version: string },
): Promise<ExitCode> {
  checkLogin([target], settings);
  // The source tree is compared by the trace itself.
  const { source, ...reading } = settings;
  const options = await readOptions(reading, io, log);
  const trust = await trustOf(settings);
  const checkout = source === undefined ? {} : { checkout: { folder: source } };
  const keeps = options.cacheFolder !== undefined;
  const images = await readTarget(target, settings, { io, log, keeps }, (events) =>
    traceTarget(target, { ...options, ...checkout, trust, now: io.now() }, events),
  );
  const diagnosed = images.map(({ image: { reference, digest }, trace, explanation }) => ({
    reference,
    digest,
    diagnosis: diagnose(trace, explanation),
  }));
  const { doctorJson, doctorText } = await import('../report/trace/doctor.ts');
  const tools =
    settings.for === 'all' ? BUILD_TOOLS : settings.for === undefined ? undefined : [settings.for];
  await io.stdout.write(
    settings.format === 'json'
      ? doctorJson(diagnosed, version)
      : doctorText(diagnosed, tools, {
          columns: settings.columns ?? io.stdout.columns ?? 80,
          color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
        }),
  );
  return EXIT.ok;
}
