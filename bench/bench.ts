import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeAttestedImage } from './images/attested.ts';
import { makeDebianImage } from './images/debian.ts';
import { layersOf } from './images/layers-of.ts';
import { makePackagesImage } from './images/packages.ts';
import { makeSmallFilesImage } from './images/small-files.ts';
import { makeSourceFiles } from './images/source-files.ts';
import { type MachineSpeed, machineSpeed } from './machine-speed.ts';
import { interleave, measure, median, type Sample } from './measure.ts';

/**
 * `npm run bench [-- --rounds N --workers N --only PART --write FILE]`: for each image the cold pass against the machine's
 * floor and the warm check, what the rules cost, a comparison, then start-up; each a process of its own, medians of
 * interleaved runs.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
    /** One of PARTS, several times; default all. */
    only: { type: 'string', multiple: true },
    write: { type: 'string' },
  },
});
const out = fileURLToPath(new URL('./out', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const checkWithRules = fileURLToPath(new URL('./check-with-rules.ts', import.meta.url));
const floor = fileURLToPath(new URL('./floor.ts', import.meta.url));
const rounds = Number(values.rounds);
mkdirSync(out, { recursive: true });

const INTRODUCTION = `# Speed and memory

Made by \`npm run bench -- --write docs/bench.md\`. The floor is what any tool must do that verifies an image: the
same Node, as many workers, and only gunzip and sha256 of both sides of the same layers. The images are made on
the spot; the ratios matter, the seconds are this machine's. A ratio is one of wall times, and behind it one of
processor times, of all threads together, which a busy machine distorts less. The targets in seconds (a warm check in
half a second) are for a core that gunzips 370 to 480 MB/s and hashes 1,700 by sha256. Where JavaScript is slow and the
rest is not, ratios to the floor grow: the table in JavaScript tells such an hour. How memory stays flat for a layer of 5 GB and for
500,000 files is a test: test/memory.e2e.test.ts.
`;

const PARTS: Readonly<Record<string, () => readonly string[] | Promise<readonly string[]>>> = {
  debian: () => {
    const debian = makeDebianImage(out);
    return [...rowsOf('1.2 GB of Debian packages', debian), ...ruleRows(debian)];
  },
  'small-files': async () => {
    const smallFiles = await makeSmallFilesImage(out);
    const other = await makeSmallFilesImage(out, 'new');
    return [...rowsOf('200,000 small files', smallFiles), ...diffRows(smallFiles, other)];
  },
  packages: async () => rowsOf('800 packages of dpkg', await makePackagesImage(out)),
  trace: traceRows,
  start: startRows,
};
const rows: string[] = [];
const speeds = [machineSpeed()];
for (const [name, part] of Object.entries(PARTS)) {
  if (values.only !== undefined && !values.only.includes(name)) continue;
  rows.push(...(await part()));
  speeds.push(machineSpeed());
}
const report = [
  `Node ${process.version}, ${values.workers} workers, ${rounds} rounds, medians of interleaved runs.`,
  `One core, between the parts: gunzip ${speedsOf('gunzip')} MB/s, sha256 ${speedsOf('sha256')} MB/s, a table in JavaScript ${speedsOf('javascript')} MB/s.`,
  '',
  '| what | wall time | processor time | ratio | peak memory |',
  '|---|---|---|---|---|',
  ...rows,
  '',
].join('\n');
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, `${INTRODUCTION}\n${report}`);

function speedsOf(what: keyof MachineSpeed): string {
  return speeds.map((speed) => speed[what].toFixed(0)).join(', ');
}

function rowsOf(what: string, layout: string): readonly string[] {
  const cold = join(out, 'cache-cold');
  const warm = join(out, 'cache-warm');
  const flags = ['--jobs', values.workers, '--quiet', '--fail-on', 'never'];
  const check = (cache: string): string[] => [cli, 'check', `oci:${layout}`, '--cache-dir', cache, ...flags];
  measure(check(warm));
  const samples = interleave(rounds, {
    floor: () => measure([floor, layout, values.workers]),
    cold: () => {
      rmSync(cold, { recursive: true, force: true });
      return measure(check(cold));
    },
    warm: () => measure(check(warm)),
  });
  rmSync(cold, { recursive: true, force: true });
  rmSync(warm, { recursive: true, force: true });
  const layers = layersOf(layout);
  const mebibytes = layers.reduce((sum, { size }) => sum + size, 0) / 2 ** 20;
  const image = `${what}, ${layers.length} layers, ${mebibytes.toFixed(0)} MiB compressed`;
  return [
    row(`${image}: floor`, samples['floor'], '1'),
    row('… cold check', samples['cold'], `**${ratio(samples, 'cold', 'floor')} × floor**`),
    row('… warm check', samples['warm'], `${ratio(samples, 'warm', 'cold', 3)} × cold`),
  ];
}

/** The cold pass with every detector against the same with none: neither searched for, nor looked into, nor judged. */
function ruleRows(layout: string): readonly string[] {
  const samples = interleave(rounds, {
    none: () => measure([checkWithRules, layout, values.workers, 'none']),
    all: () => measure([checkWithRules, layout, values.workers, 'all']),
  });
  return [
    row('… cold pass without any rule', samples['none'], '1'),
    row('… cold pass with all rules', samples['all'], `**${ratio(samples, 'all', 'none')} × no rules**`),
  ];
}

/** Both images are known, and nearly every file differs. */
function diffRows(before: string, after: string): readonly string[] {
  const cache = join(out, 'cache-diff');
  const args = [cli, 'diff', `oci:${before}`, `oci:${after}`, '--cache-dir', cache, '--jobs', values.workers];
  measure(args);
  const samples = interleave(rounds, { diff: () => measure(args) });
  rmSync(cache, { recursive: true, force: true });
  return [row('… warm diff with an image as large', samples['diff'], '')];
}

/** Both images are known; what is measured is checking what others say of one, and comparing one with its source. */
async function traceRows(): Promise<readonly string[]> {
  const cache = join(out, 'cache-trace');
  const { target, trust } = await makeAttestedImage(out);
  const { layout, checkout } = await makeSourceFiles(out);
  const trace = (...args: readonly string[]): string[] => [
    cli,
    'trace',
    ...args,
    '--cache-dir',
    cache,
    '--offline',
  ];
  const attested = trace(target, ...trust, '--require', 'T3');
  const source = trace(`oci:${layout}`, '--source', checkout, '--require', 'T2');
  for (const args of [attested, source]) measure(args);
  const samples = interleave(rounds, {
    attested: () => measure(attested),
    source: () => measure(source),
  });
  rmSync(cache, { recursive: true, force: true });
  return [
    row('warm trace of an image with ten signed attestations', samples['attested'], ''),
    row('warm trace against a git checkout of 50,000 files, all of them copied', samples['source'], ''),
  ];
}

function startRows(): readonly string[] {
  const samples = interleave(rounds, {
    version: () => measure([cli, '--version']),
    node: () => measure(['-e', '0']),
  });
  const against = `${ratio(samples, 'version', 'node')} × \`node -e 0\``;
  return [
    row('`clearpull --version`', samples['version'], against),
    row('`node -e 0`', samples['node'], '1'),
  ];
}

function ratio(
  samples: Readonly<Record<string, readonly Sample[]>>,
  one: string,
  other: string,
  digits = 2,
): string {
  const wall = seconds(samples[one]) / seconds(samples[other]);
  const cpu = cpuSeconds(samples[one]) / cpuSeconds(samples[other]);
  return `${wall.toFixed(digits)} (${cpu.toFixed(digits)})`;
}

function seconds(samples: readonly Sample[] | undefined): number {
  return median((samples ?? []).map((sample) => sample.seconds));
}

function cpuSeconds(samples: readonly Sample[] | undefined): number {
  return median((samples ?? []).map((sample) => sample.cpuSeconds));
}

function row(what: string, samples: readonly Sample[] | undefined, ratioText: string): string {
  const peak = median((samples ?? []).map(({ peakMiB }) => peakMiB));
  return `| ${what} | ${seconds(samples).toFixed(2)} s | ${cpuSeconds(samples).toFixed(2)} s | ${ratioText} | ${peak.toFixed(0)} MiB |`;
}
