/**
 * `npm run tampering [-- --write FILE]`: every tampering case through `clearpull trace`, and what it said as a table.
 * Exit code 1 when one is not as it must be.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { visible } from '../../src/base/visible.ts';
import { TAMPERING_CASES } from './cases.ts';
import { complaint } from './complaint.ts';
import { prepare } from './prepare.ts';
import { runCase, type Said } from './run-case.ts';
import type { TamperingCase } from './tampering-case.ts';

const INTRODUCTION = `# Tampering

Made by \`npm run tampering -- --write docs/tampering.md\`: every case of \`test/tampering/cases.ts\` through
\`clearpull trace\`, under a trust root, an identity and an issuer. The image is built by BuildKit's rules and has a
provenance with its Dockerfile, signed by the right identity in a sigstore of the test's own; as it is it reaches T3. The
same cases run in every \`npm test\`. Those called *bundle* are what sigstore's conformance suite asks of whoever verifies
offline, made anew; \`npm run conformance\` runs the suite's own (docs/tracing.md).
`;

/** The line of evidence that says what is wrong, where several are shown. */
const TELLING =
  /^differs|does not hold|holds, but|another image|no in-toto|twice|payload|stands for|the history has|says sha256|listed but absent|was sha256/;

const { values } = parseArgs({ options: { write: { type: 'string' } } });
const untampered = await prepare();
const lines = [INTRODUCTION, '| tampering | link | what clearpull says | level |', '|---|---|---|---|'];
let wrong = 0;
for (const one of TAMPERING_CASES) {
  const said = await runCase(untampered, await one.make(untampered));
  const problem = complaint(one, said);
  if (problem !== undefined) {
    wrong++;
    console.error(`WRONG: ${one.name}: ${problem}`);
  }
  lines.push(rowOf(one, said));
}
await untampered.remove();
const summary = `${TAMPERING_CASES.length} cases, ${TAMPERING_CASES.length - wrong} as they must be.`;
lines.push('', summary, '');
if (values.write === undefined) console.log(lines.join('\n'));
else writeFileSync(values.write, lines.join('\n'));
console.error(summary);
process.exitCode = wrong > 0 ? 1 : 0;

function rowOf({ name, links: wanted }: TamperingCase, { level = '', links, error }: Said): string {
  if (wanted.length === 0) return `| ${name} | (refused) | ${cell(error.split('\n', 1)[0] ?? '')} | |`;
  const contradicted = links.filter(({ status }) => status === 'contradicted');
  const said = contradicted.map(({ name: link, reason, evidence }) => {
    const seen = evidence.find((text) => TELLING.test(text)) ?? evidence.at(-1) ?? '';
    return `*${link}*: ${cell(reason)} ${cell(seen)}`;
  });
  return `| ${name} | ${contradicted.map((link) => link.name).join(', ')} | ${said.join('<br>')} | ${level} |`;
}

/** Digests change from run to run with the signatures. */
function cell(text: string): string {
  return visible(text)
    .replace(/\b([0-9a-f]{8})[0-9a-f]{32,}/g, '…')
    .replaceAll('|', '\\|');
}
