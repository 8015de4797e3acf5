import {
  type ReportContext,
  type ReportInput,
  renderQuietReport,
  renderReport,
  type TextOptions,
} from '../report/index.ts';
import { wantsColor } from './color.ts';
import type { Io } from './io.ts';
import { type Output, writeOutput } from './outputs.ts';
import type { CheckSettings } from './settings.ts';

/** How reports shall look. */
export type PrintSettings = Pick<
  CheckSettings,
  'format' | 'quiet' | 'verbose' | 'color' | 'columns' | 'showSuppressed'
>;

/** What reads lines for a script reads whole ones. */
const UNBOUNDED = 10_000;

/** Writes the report to standard output, and each of `outputs` to its file. */
export async function printReport(
  input: ReportInput,
  context: ReportContext,
  outputs: readonly Output[],
  settings: PrintSettings,
  io: Io,
): Promise<void> {
  // One target that failed has been told about; there is no report on it.
  if (input.assessments.length === 0 && !input.several) return;
  const { verbose, showSuppressed } = settings;
  const asLines = settings.quiet && settings.format === 'text';
  const options: TextOptions = {
    columns: settings.columns ?? io.stdout.columns ?? (asLines ? UNBOUNDED : 80),
    color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
    verbose,
    showSuppressed,
  };
  const text = asLines
    ? await renderQuietReport(input, options)
    : await renderReport(settings.format, input, context, options);
  await io.stdout.write(text);
  const ofFiles = {
    verbose,
    showSuppressed,
    ...(settings.columns === undefined ? {} : { columns: settings.columns }),
  };
  for (const output of outputs) {
    await writeOutput(output, await renderReport(output.format, input, context, ofFiles));
  }
}
