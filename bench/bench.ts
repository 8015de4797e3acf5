import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeDebianImage } from './images/debian.ts';
import { layersOf } from './images/layers-of.ts';
import { makeSmallFilesImage } from './images/small-files.ts';
import { interleave, measure, median, type Sample } from './measure.ts';

/**
 * `npm run bench [-- --rounds N --workers N --write FILE]`: for each image the cold pass against the machine's
 * floor and the warm check, then start-up; each a process of its own, medians of interleaved runs.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
    write: { type: 'string' },
  },
});
const out = fileURLToPath(new URL('./out', import.meta.url));
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const floor = fileURLToPath(new URL('./floor.ts', import.meta.url));
const rounds = Number(values.rounds);
mkdirSync(out, { recursive: true });

const INTRODUCTION = `# Speed and memory

Made by \`npm run bench -- --write docs/bench.md\`. The floor is what any tool must do that verifies an image: the
same Node, as many workers, and only gunzip and sha256 of both sides of the same layers. The images are made on
the spot; the ratios matter, the seconds are this machine's. How memory stays flat for a layer of 5 GB and for
500,000 files is a test: test/memory.e2e.test.ts.
`;

const report = [
  `Node ${process.version}, ${values.workers} workers, ${rounds} rounds, medians of interleaved runs.`,
  '',
  '| what | wall time | ratio | peak memory |',
  '|---|---|---|---|',
  ...rowsOf('1.2 GB of Debian packages', makeDebianImage(out)),
  ...rowsOf('200,000 small files', await makeSmallFilesImage(out)),
  ...startRows(),
  '',
].join('\n');
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, `${INTRODUCTION}\n${report}`);

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
    row('… cold check', samples['cold'], `**${ratio(samples, 'cold', 'floor').toFixed(2)} × floor**`),
    row('… warm check', samples['warm'], `${ratio(samples, 'warm', 'cold').toFixed(3)} × cold`),
  ];
}

function startRows(): readonly string[] {
  const samples = interleave(rounds, {
    version: () => measure([cli, '--version']),
    node: () => measure(['-e', '0']),
  });
  const against = `${ratio(samples, 'version', 'node').toFixed(2)} × \`node -e 0\``;
  return [
    row('`clearpull --version`', samples['version'], against),
    row('`node -e 0`', samples['node'], '1'),
  ];
}

function ratio(samples: Readonly<Record<string, readonly Sample[]>>, one: string, other: string): number {
  return seconds(samples[one]) / seconds(samples[other]);
}

function seconds(samples: readonly Sample[] | undefined): number {
  return median((samples ?? []).map((sample) => sample.seconds));
}

function row(what: string, samples: readonly Sample[] | undefined, ratioText: string): string {
  const peak = median((samples ?? []).map(({ peakMiB }) => peakMiB));
  return `| ${what} | ${seconds(samples).toFixed(2)} s | ${ratioText} | ${peak.toFixed(0)} MiB |`;
}
