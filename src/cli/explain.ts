import { explainTarget } from '../app/explain.ts';
import { type ExplainFormat, renderExplanation, type TextOptions } from '../report/index.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { checkLogin, type ReadSettings, readOptions } from './read-options.ts';
import { readTarget } from './read-target.ts';
import type { CheckSettings } from './settings.ts';

export interface ExplainSettings
  extends ReadSettings,
    Pick<CheckSettings, 'quiet' | 'verbose' | 'color' | 'columns' | 'progress'> {
  readonly format: ExplainFormat;
}

/** `clearpull explain`: what built an image and what it does at start; nothing is judged. */
export async function runExplain(
  target: string,
  settings: ExplainSettings,
  { io, log, version }: { readonly io: Io; readonly log: Log; readonly version: string },
): Promise<ExitCode> {
  checkLogin([target], settings);
  const options = await readOptions(settings, io, log);
  const keeps = options.cacheFolder !== undefined;
  const images = await readTarget(target, settings, { io, log, keeps }, (events) =>
    explainTarget(target, options, events),
  );
  const look: TextOptions = {
    columns: settings.columns ?? io.stdout.columns ?? 80,
    color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
    verbose: settings.verbose,
  };
  await io.stdout.write(await renderExplanation(settings.format, images, { toolVersion: version }, look));
  return EXIT.ok;
}
