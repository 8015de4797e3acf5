import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import type { Assessment } from '../assess/index.ts';
import { DEFAULT_POLICY } from '../assess/index.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { checkTarget } from './check.ts';

/** Entries of each layer, the bottom one first; two are the same. */
const LAYERS = [200, 3000, 100, 3000, 50] as const;

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-budget-'));
  const steps = LAYERS.map((count, layer) => ({
    createdBy: `COPY ${count}`,
    items: Array.from({ length: count }, (_, i) => ({
      path: `${count}/f${count === 3000 ? '' : layer}-${i}`,
      data: '',
    })),
  }));
  await writeOciLayout(join(root, 'layout'), [{ image: buildImage({ steps }), name: 'many' }]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function check(maxImageFactsBytes: number, workers: number, cache?: string): Promise<Assessment> {
  const [assessment] = await checkTarget(`oci:${join(root, 'layout')}:many`, {
    policy: DEFAULT_POLICY,
    limits: { ...DEFAULT_LIMITS, maxImageFactsBytes },
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(root, 'none') },
    workers,
    files: true,
    ...(cache === undefined ? {} : { cacheFolder: join(root, cache) }),
  });
  if (assessment === undefined) throw new Error('nothing was checked');
  return assessment;
}

const leftOut = ({ coverage }: Assessment): unknown[] =>
  coverage.unread.filter(({ limit }) => limit === 'maxImageFactsBytes').map(({ layer }) => layer);

describe('an image of many layers with many files', () => {
  it('is read whole within the bound', async () => {
    const whole = await check(DEFAULT_LIMITS.maxImageFactsBytes, 2);
    expect(whole.coverage).toMatchObject({ complete: true, layersRead: 5, files: 6350 });
  });

  it('leaves out the first layer that does not fit and all above it, and says so of each', async () => {
    // Room for 200 and 3000, not for 100 more.
    const cut = await check(1_930_000, 2);
    expect(leftOut(cut)).toEqual([2, 3, 4]);
    expect(cut.coverage).toMatchObject({ complete: false, layersRead: 2, files: 3200 });
    expect(leftOut(await check(100, 2))).toEqual([0, 1, 2, 3, 4]);
  });

  it('comes to the same whatever the order in which layers become known, and from the cache', async () => {
    const one = JSON.stringify(await check(1_930_000, 1));
    for (const workers of [2, 5]) expect(JSON.stringify(await check(1_930_000, workers)) === one).toBe(true);
    for (let times = 0; times < 2; times++)
      expect(JSON.stringify(await check(1_930_000, 2, 'cache')) === one).toBe(true);
  });
});
