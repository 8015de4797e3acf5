import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layersOf, makeBenchImage } from './image.ts';
import { interleave, measure, median, type Sample } from './measure.ts';

const INTRODUCTION = `# Speed and memory

Made by \`npm run bench -- --write docs/bench.md\`. The floor is what any tool must do that verifies an image: the
same Node, as many workers, and only gunzip and sha256 of both sides of the same layers. The image is made from
Debian packages on the spot; the ratios matter, the seconds are this machine's.
`;

/**
 * `npm run bench [-- --rounds N --workers N --layout DIR --write FILE]`: the cold pass against the machine's floor, the warm
 * check, start-up and peak memory, each a process of its own, medians of interleaved runs.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
    layout: { type: 'string' },
    write: { type: 'string' },
  },
});
const out = fileURLToPath(new URL('./out', import.meta.url));
mkdirSync(out, { recursive: true });
const layout = values.layout ?? makeBenchImage(out);
const cli = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const floor = fileURLToPath(new URL('./floor.ts', import.meta.url));
const cold = join(out, 'cache-cold');
const warm = join(out, 'cache-warm');
const check = (cache: string): readonly string[] => [
  cli,
  'check',
  `oci:${layout}`,
  '--cache-dir',
  cache,
  '--jobs',
  values.workers,
  '--quiet',
  '--fail-on',
  'never',
];

measure(check(warm));
const samples = interleave(Number(values.rounds), {
  floor: () => measure([floor, layout, values.workers]),
  cold: () => {
    rmSync(cold, { recursive: true, force: true });
    return measure(check(cold));
  },
  warm: () => measure(check(warm)),
  version: () => measure([cli, '--version']),
  node: () => measure(['-e', '0']),
});
rmSync(cold, { recursive: true, force: true });
rmSync(warm, { recursive: true, force: true });

const compressed = layersOf(layout).reduce((sum, { size }) => sum + size, 0);
const time = (name: string): number => median((samples[name] ?? []).map(({ seconds }) => seconds));
const peak = (name: string): number => median((samples[name] ?? []).map(({ peakMiB }: Sample) => peakMiB));
const row = (what: string, name: string, ratio: string): string =>
  `| ${what} | ${time(name).toFixed(2)} s | ${ratio} | ${peak(name).toFixed(0)} MiB |`;
const ratio = (name: string, to: string): number => time(name) / time(to);
const report = [
  `Node ${process.version}, ${values.workers} workers, ${values.rounds} rounds, medians of interleaved runs.`,
  `The image: ${layersOf(layout).length} layers, ${(compressed / 2 ** 20).toFixed(0)} MiB compressed.`,
  '',
  '| what | wall time | ratio | peak memory |',
  '|---|---|---|---|',
  row('floor: gunzip and sha256 of both sides', 'floor', '1'),
  row('cold check', 'cold', `${ratio('cold', 'floor').toFixed(2)} × floor`),
  row('warm check', 'warm', `${ratio('warm', 'cold').toFixed(3)} × cold`),
  row('`clearpull --version`', 'version', `${ratio('version', 'node').toFixed(2)} × \`node -e 0\``),
  row('`node -e 0`', 'node', ''),
  '',
].join('\n');
console.log(report);
if (values.write !== undefined) writeFileSync(values.write, `${INTRODUCTION}\n${report}`);
