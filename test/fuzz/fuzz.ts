import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Found, runCampaign } from './campaign.ts';
import { figuresText } from './figures-text.ts';
import { shrink } from './shrink.ts';
import { FUZZ_TARGETS } from './targets.ts';
import { inputOf } from './try-input.ts';

/**
 * `npm run fuzz [-- --seconds N --seed N --targets tar,gzip --write FILE]`. Exit code 1 when something was found;
 * each finding is printed, made smaller, and left as base64 in test/fuzz/out/ for `found.ts`.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.trunc(Date.now() / 1000) % 1_000_000_000) },
    targets: { type: 'string', default: FUZZ_TARGETS.map(({ name }) => name).join(',') },
    write: { type: 'string' },
  },
});
const out = fileURLToPath(new URL('./out', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'clearpull-fuzz-'));
const seen = new Set<string>();

console.log(`fuzzing ${values.targets} for ${values.seconds} s, seed ${values.seed}`);
const result = await runCampaign({
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  targets: values.targets.split(','),
  folder,
  onFound: announce,
});
for (const found of result.found) await keep(found);
const text = figuresText(result, { seed: Number(values.seed) });
console.log(text);
if (values.write !== undefined) writeFileSync(values.write, text);
rmSync(folder, { recursive: true, force: true });
process.exitCode = result.found.length > 0 ? 1 : 0;

function announce({ target, seed, problem }: Found): void {
  const line = problem.split('\n', 1)[0] ?? '';
  if (seen.has(`${target} ${line}`)) return;
  seen.add(`${target} ${line}`);
  console.log(`found: ${target}, seed ${seed}\n${problem.slice(0, 2000)}\n`);
}

async function keep({ target: name, seed, problem }: Found): Promise<void> {
  const target = FUZZ_TARGETS.find((one) => one.name === name);
  if (target === undefined) return;
  mkdirSync(out, { recursive: true });
  const input = inputOf(target, seed);
  // What hangs or eats the heap would do the same here.
  const small = /^hangs|ERR_WORKER_OUT_OF_MEMORY/.test(problem)
    ? input
    : await shrink(target, input, join(folder, 'shrink'));
  writeFileSync(join(out, `${name}-${seed}.txt`), `${problem}\n\n${small.toString('base64')}\n`);
}
