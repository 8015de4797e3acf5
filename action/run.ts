import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inputsOf } from './inputs.ts';
import { addSummary, setOutput } from './workflow-files.ts';

export interface ActionSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** clearpull's main.js. */
  readonly clearpull: string;
  /** Says something in the log of the step. */
  readonly say: (line: string) => void;
}

const VERDICTS = ['allow', 'review', 'block'];

/**
 * Checks and traces the images, writes the reports, outputs and summary.
 *
 * @returns the exit code of the step: the first of clearpull's that is not 0
 */
export async function runAction({ env, clearpull, say }: ActionSurroundings): Promise<number> {
  const inputs = inputsOf(env);
  const { images, output, checkOptions, traceOptions } = inputs;
  mkdirSync(output, { recursive: true });
  const at = (name: string): string => join(output, name);
  const run = (args: readonly string[], show: boolean): Promise<number> =>
    runClearpull(clearpull, args, env, show);
  const reports = { json: at('clearpull.json'), sarif: at('clearpull.sarif'), markdown: at('clearpull.md') };
  removeOld(reports);
  const checked = await run(['check', ...checkOptions, ...outputsTo(reports), '--', ...images], true);
  const codes = [checked];
  const summary = existsSync(reports.markdown) ? [readFileSync(reports.markdown, 'utf8')] : [];
  setOutput(env['GITHUB_OUTPUT'], 'verdict', verdictIn(reports.json));
  for (const name of ['sarif', 'json'] as const) {
    if (existsSync(reports[name])) setOutput(env['GITHUB_OUTPUT'], name, reports[name]);
  }
  if (inputs.trace) {
    const levels: string[] = [];
    for (const [i, image] of images.entries()) {
      const name = images.length === 1 ? 'trace' : `trace-${i + 1}`;
      const told = { json: at(`${name}.json`), markdown: at(`${name}.md`), 'badge-svg': at(`${name}.svg`) };
      removeOld(told);
      const code = await run(['trace', ...traceOptions, '--quiet', ...outputsTo(told), '--', image], false);
      codes.push(code);
      if (!existsSync(told.json)) continue;
      const reached = levelsIn(told.json);
      levels.push(...reached);
      summary.push(readFileSync(told.markdown, 'utf8'));
      say(`${image}: ${reached.join(', ')}${code === 0 ? '' : ', not as asked for (see the summary)'}`);
    }
    setOutput(env['GITHUB_OUTPUT'], 'level', levels.sort()[0] ?? '');
  }
  if (inputs.summary) addSummary(env['GITHUB_STEP_SUMMARY'], summary);
  return codes.find((code) => code !== 0) ?? 0;
}

/** Options that write each format to its file. */
function outputsTo(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files).map(([format, file]) => `--output=${format}=${file}`);
}

/** What an earlier step left must not be taken for this one's. */
function removeOld(files: Readonly<Record<string, string>>): void {
  for (const file of Object.values(files)) rmSync(file, { force: true });
}

/** Messages go to the log in any case, results only with `show`. */
function runClearpull(
  main: string,
  args: readonly string[],
  env: ActionSurroundings['env'],
  show: boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      env,
      stdio: ['ignore', show ? 'inherit' : 'ignore', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 130));
  });
}

interface Report {
  readonly verdict?: { readonly decision: string };
  readonly trace?: { readonly level: string };
  readonly images?: readonly Report[];
}

/** The strictest verdict of a report; nothing when there is none. */
function verdictIn(file: string): string {
  if (!existsSync(file)) return '';
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  const ranks = (report.images ?? [report]).map(({ verdict }) => VERDICTS.indexOf(verdict?.decision ?? ''));
  return VERDICTS[Math.max(-1, ...ranks)] ?? '';
}

function levelsIn(file: string): string[] {
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return (report.images ?? [report]).flatMap(({ trace }) => trace?.level ?? []);
}
