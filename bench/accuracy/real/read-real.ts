/**
 * The benign side on real material: Debian packages and folders, each checked as an image. One line of JSON for each
 * goes to `--out`; what is in there already is not done again, so a run can be ended and taken up at any time.
 *
 * Run: node bench/accuracy/real/read-real.ts --out FILE [--seconds N] FOLDER-OF-DEBS|FOLDER …
 */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkTarget } from '../../../src/app/check.ts';
import { CHECK_OPTIONS } from '../check-cases.ts';
import { debianPackage } from './debian-package.ts';
import { folderImage } from './folder-image.ts';
import { type RealImage, writeRealImages } from './real-image.ts';
import { type RealResult, resultOf } from './real-result.ts';

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
const BATCH = 16;
const BATCH_BYTES = 400_000_000;

const done = new Set(
  existsSync(out)
    ? readFileSync(out, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => (JSON.parse(line) as RealResult).source)
    : [],
);
const sources = positionals.flatMap((path) => {
  const debs = readdirSync(path).filter((name) => name.endsWith('.deb'));
  return debs.length === 0 ? [path] : debs.sort().map((name) => join(path, name));
});
// The smallest first: so many different ones fit into the time.
const todo = sources
  .filter((path) => !done.has(basename(path)))
  .map((path) => ({ path, size: statSync(path).isDirectory() ? 0 : statSync(path).size }))
  .sort((a, b) => a.size - b.size)
  .map(({ path }) => path);
process.stderr.write(`${sources.length} sources, ${todo.length} to read\n`);

let batch: { source: string; image: RealImage }[] = [];
let bytes = 0;
for (const path of todo) {
  if (process.cpuUsage().user / 1e6 > Number(values.seconds)) break;
  try {
    const image = statSync(path).isDirectory() ? folderImage(path) : debianPackage(path);
    batch.push({ source: basename(path), image });
    bytes += image.layers.reduce((sum, { tar }) => sum + tar.length, 0);
  } catch (error) {
    process.stderr.write(`${path}: ${String(error).split('\n', 1)[0]}\n`);
  }
  if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush(out);
}
await flush(out);

async function flush(file: string): Promise<void> {
  if (batch.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-real-'));
  const images = batch.map(({ image }) => image);
  try {
    await writeRealImages(folder, images);
    const assessments = await checkTarget(`oci:${folder}`, CHECK_OPTIONS);
    for (const [i, { source, image }] of batch.entries()) {
      const assessment = assessments[i];
      if (assessment === undefined) throw new Error(`${source} was not assessed`);
      appendFileSync(file, `${JSON.stringify(resultOf(source, image.name, assessment))}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  batch = [];
  bytes = 0;
}
