/**
 * Writes the published JSON Schemas into `schema/`, or with `--check` only compares and exits 1 when one is stale.
 * Run: `npm run schema`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { reportJsonSchema, SCHEMA_VERSION } from '../src/report/json-schema.ts';

const file = new URL(`../schema/report-${SCHEMA_VERSION}.json`, import.meta.url);
const text = `${JSON.stringify(reportJsonSchema(), undefined, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(`schema/report-${SCHEMA_VERSION}.json is stale; run: npm run schema\n`);
  process.exitCode = 1;
}
