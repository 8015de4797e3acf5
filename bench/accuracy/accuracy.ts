/**
 * `npm run bench:accuracy [-- --write | --only TEXT]`: what clearpull finds of everything that the corpus hides, and
 * what it says of honest images. Ends with 1 when something is worse than the committed table
 * (bench/accuracy/accuracy.json); `--write` commits to the new one and writes docs/accuracy.md. `--only` takes the cases
 * whose name has the text, and names those that are not found.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readCommitted, worseThan, writeCommitted } from './committed.ts';
import { hiddenCases } from './corpus/cases.ts';
import { honestCases } from './corpus/honest-cases.ts';
import { measure } from './measure.ts';
import { pageOf } from './page.ts';
import { tablesOf } from './table.ts';

const { values } = parseArgs({
  options: { write: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const { only, write } = values;
const chosen = ({ name }: { readonly name: string }): boolean => only === undefined || name.includes(only);

const measured = await measure(hiddenCases().filter(chosen), honestCases().filter(chosen));
process.stdout.write(`${tablesOf(measured)}\n`);
if (only !== undefined) {
  for (const { name, found, stopped } of measured.hidden)
    if (!found) process.stdout.write(`${stopped ? 'only stopped' : 'missed'}: ${name}\n`);
} else if (write) {
  writeCommitted(measured);
  writeFileSync(fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url)), pageOf(measured));
} else {
  const worse = worseThan(readCommitted(), measured);
  for (const line of worse) process.stderr.write(`worse than committed: ${line}\n`);
  process.exitCode = worse.length === 0 ? 0 : 1;
}
