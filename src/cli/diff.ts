import { diffTargets } from '../app/diff.ts';
import { ClearpullError } from '../base/errors.ts';
import { failsOn, parseFailsOn } from '../compare/fails-on.ts';
import { type DiffFormat, renderDiff } from '../report/diff/index.ts';
import { type CheckSurroundings, checkOptions, NO_SUPPRESSIONS } from './check.ts';
import { wantsColor } from './color.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { orInterrupted } from './interrupted.ts';
import { checkLogin } from './read-options.ts';
import { readingEvents } from './reading-events.ts';
import type { CheckSettings } from './settings.ts';

export interface DiffSettings extends Omit<CheckSettings, 'format'> {
  readonly format: DiffFormat;
  readonly failOnChange: readonly string[];
}

/** `clearpull diff OLD NEW`: the difference to standard output. Throws what keeps an image from being compared. */
export async function runDiff(
  [before = '', after = '']: readonly string[],
  settings: DiffSettings,
  { io, log, version }: CheckSurroundings,
): Promise<ExitCode> {
  const names = parseFailsOn(settings.failOnChange);
  if (settings.platform === 'all') {
    throw new ClearpullError('usage', 'One platform can be compared at a time, not all.', {
      hint: 'Name it: --platform linux/arm64.',
    });
  }
  checkLogin([before, after], settings);
  const options = await checkOptions(2, { ...settings, ...NO_SUPPRESSIONS }, io, log);
  const { bar: progress, events } = readingEvents(settings, io, log);
  progress?.begin(before, 1, 2);
  const difference = await orInterrupted(diffTargets(before, after, options, events), io.signal).finally(() =>
    progress?.clear(),
  );
  const failed = failsOn(difference, names);
  if (!settings.quiet || settings.format !== 'text') {
    await io.stdout.write(
      await renderDiff(settings.format, difference, version, {
        columns: settings.columns ?? io.stdout.columns ?? 80,
        color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
        verbose: settings.verbose,
      }),
    );
  } else {
    const { same, kinds } = difference;
    await io.stdout.write(`${same ? 'no difference' : kinds.join(', ') || 'only less than before'}\n`);
  }
  if (failed) return EXIT.verdict;
  const allRead = difference.before.complete && difference.after.complete;
  return settings.strict && !allRead ? EXIT.notFullyRead : EXIT.ok;
}
