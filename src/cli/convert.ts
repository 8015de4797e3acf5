import { ClearpullError } from '../base/errors.ts';
import { formatBytes } from '../base/quantities.ts';
import { FORMATS } from '../report/index.ts';
import { MAX_REPORT_BYTES, readReport } from '../report/read/read-report.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { checkWritable, parseOutputs } from './outputs.ts';
import { type PrintSettings, printReport } from './print-report.ts';
import { readGiven } from './read-given.ts';

export interface ConvertSettings extends PrintSettings {
  readonly output: readonly string[];
}

/** `clearpull convert`: a saved JSON report in other formats. Judges nothing anew. */
export async function runConvert(file: string, settings: ConvertSettings, io: Io): Promise<ExitCode> {
  const outputs = parseOutputs(settings.output, FORMATS, settings.format);
  for (const output of outputs) await checkWritable(output);
  const { input, context } =
    file === '-'
      ? readReport(await readPiped(io), 'Standard input')
      : readReport(await readGiven(file, undefined, MAX_REPORT_BYTES), file);
  await printReport(input, context, outputs, settings, io);
  return EXIT.ok;
}

async function readPiped(io: Io): Promise<string> {
  const bytes = await io.readStdin(MAX_REPORT_BYTES + 1);
  if (bytes.length <= MAX_REPORT_BYTES) return bytes.toString('utf8');
  throw new ClearpullError('usage', `Standard input is larger than ${formatBytes(MAX_REPORT_BYTES)}.`, {
    hint: 'Check that it is the report that you meant.',
  });
}
