import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { visible } from '../../src/base/visible.ts';
import { builtCli } from '../../testkit/built-cli.ts';
import { HOSTILE_GROUPS } from './cases.ts';
import type { HostileCase } from './hostile-case.ts';
import { complaint } from './outcome.ts';
import { type CaseResult, runCase } from './run-case.ts';

/**
 * `npm run hostile [-- --only TEXT --write FILE]`: every hostile input through the built command, each a process of
 * its own with a bound on its time and memory, and what came of it as a table. Exit code 1 when one is not as it
 * should be.
 */
const { values } = parseArgs({ options: { only: { type: 'string' }, write: { type: 'string' } } });
const INTRODUCTION = `# Hostile input

Made by \`npm run hostile -- --write docs/hostile-input.md\`: every input of \`test/hostile/cases.ts\` through the built
command, each a process of its own with a time limit and a heap of 1 GiB a thread. **Exit** is the exit code with the
defaults (0 allow, 1 blocked, 3 refused with an error), **strict** that with \`--strict --fail-on never\`: 4 where not
everything was read. Seconds and peak memory (VmHWM) are those of a busy machine, start of Node.js included. The same
list, but for the few that take long, runs in every \`npm test\`.
`;

const main = await builtCli();
const lines: string[] = [INTRODUCTION];
let [tried, wrong] = [0, 0];
for (const { title, cases } of HOSTILE_GROUPS) {
  const chosen = cases.filter(({ name }) => values.only === undefined || name.includes(values.only));
  if (chosen.length === 0) continue;
  lines.push(
    `## ${title}`,
    '',
    '| input | what clearpull says | exit | strict | s | MiB |',
    '|---|---|---|---|---|---|',
  );
  for (const one of chosen) {
    const [row, problem] = await tryCase(one);
    lines.push(row);
    tried++;
    if (problem === undefined) continue;
    wrong++;
    console.error(`WRONG: ${title}: ${one.name}: ${problem}`);
  }
  lines.push('');
}
const summary = `${tried} inputs, ${tried - wrong} as they should be.`;
lines.push(summary, '');
if (values.write === undefined) console.log(lines.join('\n'));
else writeFileSync(values.write, lines.join('\n'));
console.error(summary);
process.exitCode = wrong > 0 ? 1 : 0;

async function tryCase(one: HostileCase): Promise<[row: string, problem: string | undefined]> {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-hostile-'));
  try {
    const result = await runCase(main, one, await one.make(folder), folder);
    return [rowOf(one, result, folder), problemOf(one, result)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function problemOf(one: HostileCase, { outcome, strictCode, problem }: CaseResult): string | undefined {
  const { expected } = one;
  if (problem !== undefined) return problem;
  const code = { error: 3, unread: 4, whole: 0 }[expected.kind];
  if (strictCode !== code) return `ended with ${strictCode} under --strict, not ${code}`;
  // A process tells its error in words; the code of it is `npm test`'s affair.
  const known =
    outcome.kind === 'error' && expected.kind === 'error' ? { ...outcome, code: expected.code } : outcome;
  return complaint(one, known);
}

function rowOf(
  { name }: HostileCase,
  { outcome, exitCode, strictCode, seconds, peakMiB }: CaseResult,
  folder: string,
): string {
  const said = cell(saidOf(outcome).replaceAll(folder, '…'));
  return `| ${cell(name)} | ${said} | ${exitCode} | ${strictCode} | ${seconds.toFixed(1)} | ${Math.round(peakMiB)} |`;
}

function saidOf(outcome: CaseResult['outcome']): string {
  if (outcome.kind === 'error') return `error: ${outcome.message}`;
  const [first, ...more] = outcome.unread;
  if (first !== undefined)
    return `${first.reason}: ${first.detail}${more.length > 0 ? ` (+${more.length})` : ''}`;
  const [finding] = outcome.findings;
  const also = outcome.unopened > 0 ? `; ${outcome.unopened} archive inside not looked into` : '';
  return `read whole${finding === undefined ? '' : `; found: ${finding}`}${also}`;
}

function cell(text: string): string {
  const short = text.length > 220 ? `${text.slice(0, 220)}…` : text;
  return visible(short)
    .replaceAll(/sha256:([0-9a-f]{8})[0-9a-f]{56}/g, 'sha256:$1…')
    .replaceAll(/[|`<>*_\\[\]]/g, '\\$&');
}
