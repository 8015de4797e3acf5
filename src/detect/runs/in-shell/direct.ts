import type { ShellCommand, ShellPipeline } from '../../shell/model.ts';
import { type Fetch, fetchIn, fetchOf } from '../fetchers.ts';
import { cutsOut } from './cuts-out.ts';
import { decodes } from './decodes.ts';
import { fetchInWords } from './fetch-in-words.ts';
import { packageByUrl } from './package-by-url.ts';
import type { Run } from './run.ts';
import { handedOver, isRunner, runsLines, takesJobs, takesProgram } from './runners.ts';
import { awkRuns, unclearOutput } from './unclear.ts';

/** What one pipeline fetches or decodes, and runs itself. */
export function direct(pipeline: ShellPipeline): readonly Run[] {
  const piped = throughPipe(pipeline);
  if (piped !== undefined) return [piped];
  for (const command of pipeline.commands) {
    const run = byWords(command, pipeline);
    if (run !== undefined) return [run];
  }
  return [];
}

/** `curl … | sh`: what commands print comes to one that runs it. */
function throughPipe(pipeline: ShellPipeline): Run | undefined {
  const { commands } = pipeline;
  const sink = commands.findIndex(
    (command, index) =>
      index > 0 && (takesProgram(command) || takesJobs(command) || runsLines(command, pipeline)),
  );
  if (sink <= 0) return undefined;
  const before: ShellPipeline = { ...pipeline, commands: commands.slice(0, sink) };
  const fetch = fetchIn(before) ?? fetchInWords(before);
  if (fetch !== undefined) return { how: 'piped', pipeline, fetch };
  if (before.commands.some(decodes) || pipeline.decoders !== undefined || cutsOut(before))
    return { how: 'decoded', pipeline };
  const unclear = unclearOutput(before, true);
  return unclear === undefined
    ? undefined
    : { how: 'unclear', pipeline, unclear: { ...unclear, piped: true } };
}

/** `bash -c "$(curl …)"`: what a command runs comes with its words. */
function byWords(command: ShellCommand, pipeline: ShellPipeline): Run | undefined {
  const fetch = writtenToShell(command) ?? packageByUrl(command) ?? asProgram(command, pipeline);
  if (fetch !== undefined) return { how: 'piped', pipeline, fetch };
  const byAwk = awkRuns(command);
  if (byAwk !== undefined) return { how: 'unclear', pipeline, unclear: { ...byAwk, piped: true } };
  const handed = handedOver(command);
  return handed === undefined ? undefined : ofHanded(command, handed, pipeline);
}

/** `curl … > >(sh)`. */
function writtenToShell(command: ShellCommand): Fetch | undefined {
  const given = command.redirects.some(
    ({ operator, target }) =>
      operator === '>' &&
      target.inner.some(({ commands: [first] }) => first !== undefined && takesProgram(first)),
  );
  return given ? fetchOf(command) : undefined;
}

/** `$(curl …)` in place of a program: what arrives is the command. */
function asProgram({ program }: ShellCommand, pipeline: ShellPipeline): Fetch | undefined {
  return /^(?:\$\(|`)/.test(program) ? fetchInWords(pipeline) : undefined;
}

/** @param handed what a command that may run it takes in */
function ofHanded(
  command: ShellCommand,
  handed: readonly ShellPipeline[],
  pipeline: ShellPipeline,
): Run | undefined {
  for (const inner of handed) {
    const fetch = fetchIn(inner);
    if (fetch !== undefined) return { how: 'piped', pipeline, fetch };
    if (inner.commands.some(decodes) || inner.decoders !== undefined || cutsOut(inner))
      return {
        how: 'decoded',
        pipeline: inner.output === undefined ? pipeline : { ...pipeline, output: inner.output },
      };
  }
  if (!isRunner(command)) return undefined;
  const fetch = fetchInWords(pipeline);
  if (fetch !== undefined) return { how: 'piped', pipeline, fetch };
  if (command.args.some((arg) => arg.via !== undefined)) return { how: 'decoded', pipeline };
  const unclear = handed.map((inner) => unclearOutput(inner, false)).find((found) => found !== undefined);
  return unclear === undefined
    ? undefined
    : { how: 'unclear', pipeline, unclear: { ...unclear, piped: false } };
}
