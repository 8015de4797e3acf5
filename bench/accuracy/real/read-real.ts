/**
 * `npm run bench:accuracy:real -- --out FILE [--seconds N] FOLDER …`: the benign side on real material (real-sources.ts
 * says which), each thing checked as an image. One line of JSON for each goes to `--out`; what is in there already is not
 * done again, so a run can be ended and taken up at any time. count-real.ts counts the lines.
 */
import { appendFileSync, existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkImages } from '../check-cases.ts';
import { type RealImage, type RealSource, uncompressed } from './real-image.ts';
import { resultOf, resultsIn } from './real-result.ts';
import { realSourcesIn } from './real-sources.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, seconds: { type: 'string', default: '1500' } },
});
const { out } = values;
if (out === undefined || positionals.length === 0) {
  process.stderr.write(
    '--out FILE and a folder are needed; see the top of bench/accuracy/real/read-real.ts\n',
  );
  process.exit(2);
}

/** Together in one run of clearpull; a batch ends earlier when it is large. */
const BATCH = 32;
const BATCH_BYTES = 300_000_000;

const done = new Set(existsSync(out) ? resultsIn(out).map(({ key }) => key) : []);
const sources = positionals.flatMap((folder) => realSourcesIn(folder));
// The smallest first: so many different ones fit into the time.
const todo = sources.filter(({ key }) => !done.has(key)).sort((a, b) => a.size - b.size);
process.stderr.write(`${sources.length} sources, ${todo.length} to read\n`);

let batch: { source: RealSource; image: RealImage }[] = [];
let bytes = 0;
for (const source of todo) {
  if (process.cpuUsage().user / 1e6 > Number(values.seconds)) break;
  try {
    const image = source.load();
    batch.push({ source, image });
    bytes += image.spec.steps.reduce((sum, { tarBytes }) => sum + (tarBytes?.length ?? 0), 0);
  } catch (error) {
    process.stderr.write(`${source.key}: ${String(error).split('\n', 1)[0]}\n`);
  }
  if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush(out);
}
await flush(out);

async function flush(file: string): Promise<void> {
  if (batch.length === 0) return;
  // Several of them may come to the same image.
  const checked = await checkImages(batch.map(({ image }) => uncompressed(image)));
  for (const [i, { source, image }] of batch.entries()) {
    for (const assessment of checked[i] ?? [])
      appendFileSync(file, `${JSON.stringify(resultOf(source, image.name, assessment))}\n`);
  }
  batch = [];
  bytes = 0;
}
