import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { moneroAddress } from '../../../testkit/addresses.ts';
import { testAssessment } from '../../../testkit/assessment.ts';
import { type Assessment, DEFAULT_POLICY } from '../../assess/index.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { renderJson } from '../../report/json.ts';
import { type CampaignEvents, type CampaignOptions, findCampaigns } from './find-campaigns.ts';

let work = '';
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-find-'));
});
afterEach(() => rm(work, { recursive: true, force: true }));

function mining(reference: string, wallet = moneroAddress('w')): Assessment {
  return testAssessment({
    reference,
    lines: [{ text: 'ADD rootfs /', size: 10 }],
    image: { created: '2018-02-11T09:20:00Z' },
    findings: [
      {
        rule: 'miner/proof',
        title: 'Mines',
        category: 'miner',
        severity: 'critical',
        confidence: 'high',
        why: 'w',
        fix: 'f',
        evidence: [{ path: '/run.sh', layer: 0, line: 2, excerpt: `-u ${wallet}` }],
        indicators: [{ kind: 'wallet', value: wallet, coin: 'monero', validation: 'checksum holds' }],
      },
    ],
  });
}

function reportOf(...assessments: readonly Assessment[]): string {
  return renderJson({ assessments, failed: [], several: assessments.length > 1 }, { toolVersion: '0.1.0' });
}

const ONE = mining('one/app:1');
const TWO = mining('two/app:1');

async function find(
  operands: readonly string[],
  limits: Partial<Limits> = {},
  more: Partial<CampaignOptions> = {},
) {
  const failed: string[] = [];
  const events: CampaignEvents = {
    onFailed: (target, error) => {
      failed.push(`${target.replace(work, '')}: ${error instanceof Error ? error.message : ''}`);
    },
  };
  const options: CampaignOptions = {
    limits: { ...DEFAULT_LIMITS, ...limits },
    policy: DEFAULT_POLICY,
    registry: { insecure: false, timeout: 1000 },
    workers: 1,
    group: {},
    evidence: false,
    ...more,
  };
  const found = await findCampaigns(operands, options, events);
  return { ...found, failed, sizes: found.campaigns.map(({ members }) => members.length) };
}

async function file(name: string, text: string): Promise<string> {
  const path = join(work, name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return path;
}

describe('findCampaigns', () => {
  it('groups what reports hold, with the place in each image', async () => {
    const path = await file('r.json', reportOf(ONE, TWO));
    const { campaigns, failed } = await find([path]);
    expect(failed).toEqual([]);
    expect(campaigns[0]?.indicators[0]?.seenAt).toEqual([
      expect.objectContaining({ reference: 'one/app:1', path: '/run.sh', line: 2 }),
      expect.objectContaining({ reference: 'two/app:1', layerDigest: TWO.layers[0]?.digest }),
    ]);
  });

  it('keeps places and excerpts of findings only when asked to', async () => {
    const path = await file('r.json', reportOf(ONE, TWO));
    const evidenceOf = async (evidence: boolean) =>
      (await find([path], {}, { evidence })).campaigns[0]?.members[0]?.image.findings[0]?.evidence;
    expect(await evidenceOf(false)).toBeUndefined();
    expect(await evidenceOf(true)).toMatchObject([
      { path: '/run.sh', excerpt: expect.stringMatching(/^-u 4/) },
    ]);
  });

  it('goes on behind a report that is damaged, too large or of a later version', async () => {
    const later = reportOf(mining('later/app:1')).replace(/"schemaVersion": "1/, '"schemaVersion": "9');
    const large = `{"schemaVersion": "1.0.0", "filler": "${'x'.repeat(100_000)}"}`;
    const path = await file('r.jsonl', `${reportOf(ONE)}{"a": 1}${large}${later}${reportOf(TWO)}`);
    const { sizes, failed } = await find([path], { maxReportBytes: 50_000 });
    expect(sizes).toEqual([2]);
    expect(failed).toEqual([
      expect.stringContaining('(report 2)'),
      expect.stringContaining('more than 50000 bytes'),
      expect.stringContaining('schema version 9'),
    ]);
  });

  it('does not believe a wallet of a report whose checksum does not hold', async () => {
    const wrong = `4${'A'.repeat(94)}`;
    const path = await file('r.json', reportOf(mining('one/app:1', wrong), mining('two/app:1', wrong)));
    expect((await find([path])).sizes).toEqual([]);
  });

  it('follows no link in a folder, and counts what it leaves out', async () => {
    await file('outside/r.json', reportOf(TWO));
    await file('in/r.json', reportOf(ONE));
    await file('in/readme.txt', 'text');
    await symlink(join(work, 'outside'), join(work, 'in', 'folder'));
    await symlink(join(work, 'outside', 'r.json'), join(work, 'in', 'link.json'));
    const { images, notes, failed } = await find([join(work, 'in')]);
    expect([images, failed]).toEqual([1, []]);
    expect(notes).toEqual([expect.stringMatching(/^3 files in the folders/)]);
  });

  it('says of a folder without reports that it holds none', async () => {
    await file('in/readme.txt', 'text');
    const { failed } = await find([join(work, 'in')]);
    expect(failed).toEqual([expect.stringContaining('holds neither a report nor an archive.')]);
  });

  it('has limits, and says which one was reached', async () => {
    const all = [ONE, TWO, mining('three/app:1')];
    for (const [index, one] of all.entries()) await file(`in/${index}.json`, reportOf(one));
    const few = await find([join(work, 'in')], { maxCampaignImages: 2 });
    expect(few.images).toBe(2);
    expect(few.notes).toEqual([expect.stringContaining('maxCampaignImages')]);
    const none = await find([join(work, 'in')], { maxCampaignFiles: 2 });
    expect(none.failed).toEqual([expect.stringContaining('more than 2 reports and archives')]);
  });

  it('takes reports out of a pipe in pieces, and says when nothing is piped in', async () => {
    const text = Buffer.from(reportOf(ONE) + reportOf(TWO));
    async function* bytes(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < text.length; at += 100) yield text.subarray(at, at + 100);
    }
    const piped = await find(['-'], {}, { stdin: { isTerminal: false, bytes: bytes() } });
    expect([piped.sizes, piped.failed]).toEqual([[2], []]);
    expect((await find(['-'])).failed).toEqual(['-: Nothing is piped into standard input.']);
    const empty = await file('empty.json', ' [] ');
    expect((await find([empty])).failed).toEqual([expect.stringContaining('is empty')]);
  });

  it('asks no registry for a report that is not there', async () => {
    const { failed } = await find([join(work, 'none.json'), 'nowhere.jsonl']);
    expect(failed).toEqual([
      '/none.json: ' + join(work, 'none.json does not exist.'),
      'nowhere.jsonl: nowhere.jsonl does not exist.',
    ]);
  });

  it('ends when it is interrupted', async () => {
    const path = await file('r.json', reportOf(ONE));
    await expect(find([path], {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'interrupted',
    });
  });
});
