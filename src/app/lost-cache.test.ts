import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { miningImages } from '../../demo/campaign.ts';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { DEFAULT_POLICY } from '../assess/index.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { FORMAT } from '../store/content-cache.ts';
import { type CheckEvents, checkTarget } from './check.ts';

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-lost-'));
  const [first] = miningImages();
  if (first === undefined) throw new Error('no image');
  await writeOciLayout(join(root, 'layout'), [{ image: buildImage(first.spec), name: 'miner' }]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const cacheFolder = (): string => join(root, 'cache');

async function check(events: CheckEvents = {}): Promise<string> {
  const assessments = await checkTarget(
    `oci:${join(root, 'layout')}:miner`,
    {
      policy: DEFAULT_POLICY,
      limits: DEFAULT_LIMITS,
      registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(root, 'none') },
      workers: 1,
      cacheFolder: cacheFolder(),
    },
    events,
  );
  return JSON.stringify(assessments);
}

it('a cache that is emptied in the middle of a check changes nothing of its result', async () => {
  const alone = await check();
  const emptied: string[] = [];
  const again = await check({
    // All layers are planned from the cache by now; the texts are read later.
    onImage() {
      if (emptied.length > 0) return;
      const texts = join(cacheFolder(), FORMAT, 'texts');
      emptied.push(...readdirSync(texts));
      rmSync(texts, { recursive: true });
    },
  });
  expect(emptied.length).toBeGreaterThan(0);
  expect(again === alone).toBe(true);
});
