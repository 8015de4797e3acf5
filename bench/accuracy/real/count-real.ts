/**
 * Puts the figures of runs over real material into judged.json and docs/accuracy.md, and names what the policy asks about
 * and nobody has looked at yet: that is then judged by hand, in `looks` there.
 *
 * Run: node bench/accuracy/real/count-real.ts FILE.jsonl …
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RealResult, resultsIn } from './real-result.ts';
import { type Judged, realSection } from './real-section.ts';

const file = fileURLToPath(new URL('./judged.json', import.meta.url));
const { looks, note } = JSON.parse(readFileSync(file, 'utf8')) as Judged;
const read = process.argv.slice(2).flatMap(resultsIn);
// Several Dockerfiles may come to one image.
const results = [...new Map(read.map((one) => [one.digest, one])).values()];

const kinds = Map.groupBy(results, ({ kind }) => kind);
const sources: Judged['sources'] = [...kinds].map(([kind, ones]) => ({
  kind,
  count: ones.length,
  files: sum(ones, ({ files }) => files),
  bytes: sum(ones, ({ bytes }) => bytes),
  findings: sum(ones, ({ findings }) => findings.filter(isSaid).length),
  review: ones.filter((one) => asked(one).some(({ decision }) => decision === 'review')).length,
  block: ones.filter((one) => asked(one).some(({ decision }) => decision === 'block')).length,
  notFullyRead: ones.filter(({ complete }) => !complete).length,
}));
writeFileSync(
  file,
  `${JSON.stringify({ sources, ...(note !== undefined && { note }), looks }, undefined, 2)}\n`,
);

const page = fileURLToPath(new URL('../../../docs/accuracy.md', import.meta.url));
const text = readFileSync(page, 'utf8');
const [from, to] = [text.indexOf('## Real material'), text.indexOf('## Other tools')];
writeFileSync(page, `${text.slice(0, from)}${realSection()}\n\n${text.slice(to)}`);

for (const one of results) {
  for (const { rule, severity, paths, why } of asked(one)) {
    const known = looks.some((look) => look.rule === rule && one.key.startsWith(look.where));
    if (!known)
      process.stdout.write(`not looked at: ${one.key}: ${rule}, ${severity}: ${paths.join(', ')}: ${why}\n`);
  }
}

/** What was not read to the end is counted by itself. */
function asked({ findings }: RealResult): RealResult['findings'] {
  return findings.filter((finding) => isSaid(finding) && finding.decision !== 'allow');
}

function isSaid({ rule }: RealResult['findings'][number]): boolean {
  return rule !== 'coverage/not-fully-read';
}

function sum(ones: readonly RealResult[], of: (one: RealResult) => number): number {
  return ones.reduce((total, one) => total + of(one), 0);
}
