import type { CheckTarget } from './check.ts';
import { parseCommandLine } from './command-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { reportError } from './report-error.ts';
import { resolveSettings } from './settings.ts';
import { toolVersion, versionText } from './version.ts';

/** Runs one command line to its end; never rejects. What only a check needs is loaded only for a check. */
export async function runCli(argv: readonly string[], io: Io, check?: CheckTarget): Promise<ExitCode> {
  const debug = argv.includes('--debug');
  try {
    const invocation = parseCommandLine(argv);
    if (invocation.command === 'version') {
      await io.stdout.write(versionText(invocation.format));
      return EXIT.ok;
    }
    if (invocation.command === 'limits') {
      const { limitsText } = await import('./limits-text.ts');
      await io.stdout.write(limitsText(invocation.format));
      return EXIT.ok;
    }
    if (invocation.command === 'help') {
      const { helpText } = await import('./help.ts');
      await io.stdout.write(helpText(toolVersion()));
      return EXIT.ok;
    }
    const settings = resolveSettings(invocation.flags, io.env);
    const { runCheck } = await import('./check.ts');
    const checkTarget = check ?? (await import('../app/check.ts')).checkTarget;
    return await runCheck(invocation.targets, settings, io, toolVersion(), checkTarget);
  } catch (error) {
    return reportError(error, io, debug);
  }
}
