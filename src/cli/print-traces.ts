import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { renderTraces, type TextOptions, type Traced, type TraceFormat } from '../report/index.ts';
import { type Expectation, gateOf } from '../trace/index.ts';
import { wantsColor } from './color.ts';
import type { Io } from './io.ts';
import { type Output, writeOutput } from './outputs.ts';
import { readGiven } from './read-given.ts';
import type { CheckSettings } from './settings.ts';

/** How traces shall look. */
export interface PrintTracesSettings extends Pick<CheckSettings, 'quiet' | 'verbose' | 'color' | 'columns'> {
  readonly format: TraceFormat;
  /** Name of the file with the key that verification summaries are signed with. */
  readonly signKey?: string;
}

/** What verification summaries say beside the trace. */
export interface SummaryOptions {
  readonly version: string;
  readonly expected: Expectation | undefined;
  /** PEM of the private key. */
  readonly signKey: string | undefined;
}

/**
 * The private key to sign with; undefined where none is named.
 *
 * @throws ClearpullError `usage` when nothing that is asked for can be signed
 */
export async function signKeyFor(
  { signKey, format }: PrintTracesSettings,
  outputs: readonly Output<TraceFormat>[],
): Promise<string | undefined> {
  if (signKey === undefined) return undefined;
  if (format === 'vsa' || outputs.some((output) => output.format === 'vsa')) {
    return readGiven(signKey, '--sign-key');
  }
  throw new ClearpullError('usage', '--sign-key signs a verification summary, and none is asked for.', {
    hint: 'Add -f vsa, or -o vsa=FILE.',
  });
}

/** Writes the traces to standard output, and each of `outputs` to its file. */
export async function printTraces(
  images: readonly Traced[],
  outputs: readonly Output<TraceFormat>[],
  settings: PrintTracesSettings,
  summary: SummaryOptions,
  io: Io,
): Promise<void> {
  const timeVerified = io.now().toISOString();
  const rendered = (format: TraceFormat, look: TextOptions): Promise<string> =>
    format === 'vsa'
      ? summaries(images, timeVerified, settings, summary)
      : renderTraces(format, images, summary.version, look);
  const { verbose, columns } = settings;
  await io.stdout.write(
    settings.quiet && settings.format === 'text'
      ? images.map(quietLine).join('')
      : await rendered(settings.format, {
          columns: columns ?? io.stdout.columns ?? 80,
          color: wantsColor(settings.color, io.env, io.stdout.isTerminal),
          verbose,
        }),
  );
  const ofFiles = { verbose, ...(columns === undefined ? {} : { columns }) };
  for (const output of outputs) await writeOutput(output, await rendered(output.format, ofFiles));
}

/** A verification summary a line, signed where there is a key. */
async function summaries(
  images: readonly Traced[],
  timeVerified: string,
  { signKey: keyName = '' }: PrintTracesSettings,
  { version, expected, signKey }: SummaryOptions,
): Promise<string> {
  const { verificationSummary } = await import('../report/trace/vsa.ts');
  const { signStatement } = await import('./sign-envelope.ts');
  const lines = images.map((image) => {
    const statement = verificationSummary(image, {
      toolVersion: version,
      timeVerified,
      expected: expected ?? {},
      passed: (image.gate ?? gateOf(image.trace, {})).unmet.length === 0,
    });
    return signKey === undefined ? statement : signStatement(statement, signKey, keyName);
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
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
