import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { layersOf, makeBenchImage } from './image.ts';
import { interleave, measure, median, type Sample } from './measure.ts';

/**
 * `npm run bench [-- --rounds N --workers N --layout DIR]`: the cold pass against the machine's floor, the warm
 * check, start-up and peak memory, each a process of its own, medians of interleaved runs.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    workers: { type: 'string', default: String(availableParallelism()) },
    layout: { type: 'string' },
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
console.log(
  `Node ${process.version}, ${values.workers} workers, ${values.rounds} rounds, medians of interleaved runs.`,
);
console.log(
  `The image: ${layersOf(layout).length} layers, ${(compressed / 2 ** 20).toFixed(0)} MiB compressed.\n`,
);
console.log('| what | wall time | ratio | peak memory |');
console.log('|---|---|---|---|');
console.log(row('floor: gunzip and sha256 of both sides', 'floor', '1'));
console.log(row('cold check', 'cold', `${(time('cold') / time('floor')).toFixed(2)} × floor`));
console.log(row('warm check', 'warm', `${(time('warm') / time('cold')).toFixed(3)} × cold`));
console.log(
  row('`clearpull --version`', 'version', `${(time('version') / time('node')).toFixed(2)} × \`node -e 0\``),
);
console.log(row('`node -e 0`', 'node', ''));
