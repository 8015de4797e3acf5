import { appendFileSync } from 'node:fs';

/** GitHub takes 1 MiB a step. */
const MAX_SUMMARY = 1_000_000;

/** Adds an output of the step, in the runner's own form; does nothing outside of a runner. */
export function setOutput(file: string | undefined, name: string, value: string): void {
  if (file === undefined || file === '') return;
  // One line each, so that no value can add another output.
  appendFileSync(file, `${name}=${value.replaceAll(/[\r\n]+/g, ' ')}\n`);
}

/** Adds Markdown to the summary of the job, as much of it as there is room for. */
export function addSummary(file: string | undefined, parts: readonly string[]): void {
  if (file === undefined || file === '') return;
  const whole = parts.join('\n\n');
  const cut = Buffer.byteLength(whole) > MAX_SUMMARY;
  const text = cut ? Buffer.from(whole).subarray(0, MAX_SUMMARY).toString('utf8') : whole;
  appendFileSync(file, `${text}\n${cut ? '\n\nCut: the whole report lies in the output folder.\n' : ''}`);
}
