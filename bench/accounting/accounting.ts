/**
 * Says how much of what real package managers install is accounted for, and holds it against their own tools. Builds
 * roots from Debian's suites (mmdebstrap), from rpm packages, of what npm and pip have on this machine, and of the gems in Debian's packages; takes root
 * file systems that lie here as well. Nothing out of them is run.
 *
 * Run: npm run bench:accounting -- [--work FOLDER] [--out FILE] [NAME=ROOTFS.tar[.gz] …]
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measured, measure } from './measure.ts';
import { ROOTS, unpack } from './roots.ts';
import { reportOf } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { work: { type: 'string' }, out: { type: 'string' } },
});
const work = values.work ?? mkdtempSync(join(tmpdir(), 'clearpull-bench-accounting-'));
mkdirSync(work, { recursive: true });

const measured: Measured[] = [];
const left: string[] = [];
const given = positionals.map((text) => {
  const [name = '', file = ''] = text.split(/=(.*)/s);
  return { name, make: (folder: string) => unpack(file, folder) };
});
for (const { name, make } of [...ROOTS, ...given]) {
  const folder = join(work, name);
  process.stderr.write(`${name} …\n`);
  try {
    make(folder);
  } catch (error) {
    left.push(`${name}: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`);
    continue;
  }
  measured.push(await measure(name, folder));
}
const report = reportOf(measured, left);
if (values.out === undefined) process.stdout.write(report);
else writeFileSync(values.out, report);
process.exitCode = measured.every(({ listed, accountedListed }) => accountedListed >= listed * 0.995) ? 0 : 1;
