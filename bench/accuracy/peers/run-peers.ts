/**
 * Other tools over a sample of the corpus: `npm run bench:accuracy:peers -- --tools FOLDER [--hidden N] [--honest N]
 * [--only NAME] [--work FOLDER]`. The folder holds programs (bench/install-peers.sh puts them into bench/out/bin) and may hold the rule sets
 * `malcontent/` and `yarahunter/`, each with a file VERSION. Writes peers.json here and docs/accuracy-peers.md, after each
 * tool. With `--only` one tool is asked again, and the others keep what was said of the same sample. Images that lie in
 * the work folder already are not written again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { image } from '../../../test/detection/image-case.ts';
import { buildImage } from '../../../testkit/image.ts';
import { NGINX } from '../corpus/payload.ts';
import { measure } from '../measure.ts';
import { peersPage } from './page.ts';
import type { Peer, PeerImage, Tools } from './peer.ts';
import { writePeerImages } from './peer-images.ts';
import type { PeerResults, ToolResult } from './peer-results.ts';
import { PEERS } from './peers.ts';
import { sampleOf } from './sample.ts';

const { values } = parseArgs({
  options: {
    tools: { type: 'string', default: 'bench/out/bin' },
    hidden: { type: 'string', default: '300' },
    honest: { type: 'string', default: '100' },
    only: { type: 'string' },
    work: { type: 'string' },
  },
});
const FILE = fileURLToPath(new URL('./peers.json', import.meta.url));
const folder = resolve(values.tools);
const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` };
const tools: Tools = {
  folder,
  run(program, args) {
    const { stdout, status } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    return { stdout: stdout ?? '', status: status ?? -1 };
  },
};

const { seed, hidden, honest, of } = sampleOf(Number(values.hidden), Number(values.honest));
const before = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as PeerResults) : undefined;
const known = new Map(
  before?.seed === seed && before.hidden === hidden.length && before.honest === honest.length
    ? before.tools.map((one) => [one.tool, one])
    : [],
);
const work = values.work ?? mkdtempSync(join(tmpdir(), 'clearpull-peers-'));
const results = new Map(known);
try {
  const base = await writePeerImages(work, 'base', buildImage(image({}, NGINX)));
  const images: (readonly PeerImage[])[] = [];
  for (const [i, { build }] of [...hidden, ...honest].entries())
    images.push(await writePeerImages(work, String(i).padStart(4, '0'), build()));
  if (isAsked('clearpull')) note(await clearpull());
  for (const peer of PEERS) {
    const version = isAsked(peer.name) ? peer.version(tools) : undefined;
    if (version === undefined) continue;
    process.stderr.write(`${peer.name} ${version}\n`);
    try {
      note(resultOf(peer, version, base, images));
    } catch (error) {
      process.stderr.write(`${peer.name}: ${String(error).slice(0, 500)}\n`);
      process.exitCode = 1;
    }
  }
} finally {
  if (values.work === undefined) rmSync(work, { recursive: true, force: true });
}

function isAsked(tool: string): boolean {
  return values.only === undefined || values.only === tool;
}

function note(result: ToolResult): void {
  results.set(result.tool, result);
  const order = ['clearpull', ...PEERS.map(({ name }) => name)];
  const written: PeerResults = {
    seed,
    hidden: hidden.length,
    honest: honest.length,
    of,
    classes: countBy(hidden.map((one) => one.class)),
    tools: order.flatMap((tool) => results.get(tool) ?? []),
  };
  writeFileSync(FILE, `${JSON.stringify(written, undefined, 2)}\n`);
  writeFileSync(
    fileURLToPath(new URL('../../../docs/accuracy-peers.md', import.meta.url)),
    peersPage(written),
  );
}

function resultOf(
  peer: Peer,
  version: string,
  base: readonly PeerImage[],
  images: readonly (readonly PeerImage[])[],
): ToolResult {
  const said = peer.ask(tools, [...base, ...images.flat()]);
  const ordinary = new Set(base.flatMap(({ id }) => said.get(id) ?? []));
  const tells = images.map((ones) =>
    ones.some(({ id }) => said.get(id)?.some((line) => !ordinary.has(line)) === true),
  );
  const { name: tool, is, asked } = peer;
  return {
    tool,
    version,
    is,
    asked,
    unread: images.filter((ones) => ones.some(({ id }) => !said.has(id))).length,
    ...counted(tells),
  };
}

/** The same question as `npm run bench:accuracy` asks. */
async function clearpull(): Promise<ToolResult> {
  const { hidden: found, falseAlarms } = await measure(hidden, honest);
  const alarmed = new Set(falseAlarms.map((one) => one.case));
  return {
    tool: 'clearpull',
    version: (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
    is: 'what is hidden in images',
    asked: 'each image: `clearpull check --platform all`; a verdict other than `allow` counts',
    unread: 0,
    ...counted([...found.map(({ stopped }) => stopped), ...honest.map(({ name }) => alarmed.has(name))]),
  };
}

/** `tells` is of the hidden cases and behind them of the honest ones. */
function counted(tells: readonly boolean[]): Pick<ToolResult, 'told' | 'falseAlarms' | 'classes'> {
  const told = hidden.filter((_, i) => tells[i] === true);
  return {
    told: told.length,
    falseAlarms: honest.filter((_, i) => tells[hidden.length + i] === true).length,
    classes: countBy(told.map((one) => one.class)),
  };
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
