/**
 * Other tools over the corpus’s payloads, not hidden: what each says of the image with the payload, and not of the same
 * image without it. Those that are on PATH, or in the folder given, are run; the others keep what was committed.
 *
 * Run: node bench/accuracy/peers/run-peers.ts [--tools FOLDER]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BuiltImage } from '../../../testkit/image.ts';
import { writeOciLayout } from '../../../testkit/store.ts';
import { built, placed } from '../corpus/evasions/of-images.ts';
import type { Payload } from '../corpus/payload.ts';
import { PAYLOADS } from '../corpus/payloads.ts';
import { ABSENT, PEERS, type Peer, type PeerImage, resultOf } from './peers.ts';
import type { PeerResults } from './peers-section.ts';

const { values } = parseArgs({ options: { tools: { type: 'string' } } });
const env = { ...process.env, PATH: `${values.tools ?? ''}${delimiter}${process.env['PATH'] ?? ''}` };
const file = fileURLToPath(new URL('./peers.json', import.meta.url));
const before = JSON.parse(readFileSync(file, 'utf8')) as PeerResults;

const payloads = PAYLOADS.filter(({ unknown }) => unknown !== true);
const present = PEERS.filter(({ program }) => spawnSync(program, ['--version'], { env }).error === undefined);
const tools: PeerResults['tools'][number][] = [];
for (const peer of PEERS) {
  const known = before.tools.find(({ tool }) => tool === peer.program);
  if (present.includes(peer)) tools.push(await measure(peer));
  else if (known !== undefined) tools.push(known);
}
const missing = PEERS.filter(({ program }) => !tools.some(({ tool }) => tool === program)).map(
  ({ program }) => ({
    tool: program,
    why: 'not on the machine where this was made',
  }),
);
const results: PeerResults = { cases: payloads.length, tools, absent: [...ABSENT, ...missing] };
writeFileSync(file, `${JSON.stringify(results, undefined, 2)}\n`);

async function measure(peer: Peer): Promise<PeerResults['tools'][number]> {
  const classes: Record<string, number> = {};
  let told = 0;
  for (const payload of payloads) {
    const honest = new Set(await ask(peer, imageOf(withoutPayload(payload))));
    const said = (await ask(peer, imageOf(payload))).filter((line) => !honest.has(line));
    if (said.length === 0) continue;
    told++;
    classes[payload.class] = (classes[payload.class] ?? 0) + 1;
    process.stderr.write(`${peer.program}: ${payload.class}, ${payload.name}: ${said[0]}\n`);
  }
  return {
    tool: peer.program,
    version: versionOf(peer),
    is: peer.is,
    asked: peer.asked,
    told,
    classes,
  };
}

function imageOf(payload: Payload): BuiltImage {
  const { files, config } = placed(payload);
  return built(files, config)();
}

/** The same with a text in the place of what is hidden that says nothing. */
function withoutPayload(payload: Payload): Payload {
  return payload.kind === 'program'
    ? { ...payload, bytes: Buffer.from('#!/bin/sh\nexit 0\n') }
    : { ...payload, text: '\n' };
}

async function ask(peer: Peer, image: BuiltImage): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-peer-'));
  try {
    const target: PeerImage = {
      layout: join(folder, 'layout'),
      result: join(folder, 'result.json'),
    };
    await writeOciLayout(target.layout, [{ image, name: 'case' }]);
    const { stdout, stderr } = spawnSync(peer.program, peer.args(target), { env, encoding: 'utf8' });
    return resultOf(peer, target, `${stdout}${stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function versionOf({ program, version }: Peer): string {
  const noted = join(values.tools ?? '', `${program}.version`);
  if (values.tools !== undefined && existsSync(noted)) return readFileSync(noted, 'utf8').trim();
  return /\d[\w.-]*/.exec(spawnSync(program, version, { env, encoding: 'utf8' }).stdout)?.[0] ?? '';
}
