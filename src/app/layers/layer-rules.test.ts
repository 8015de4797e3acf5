import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elf } from '../../../testkit/elf.ts';
import { buildImage } from '../../../testkit/image.ts';
import { sourceOptions } from '../../../testkit/source-options.ts';
import { writeOciLayout } from '../../../testkit/store.ts';
import { type Assessment, DEFAULT_POLICY } from '../../assess/index.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import { EMPTY_CATALOG } from '../../catalog/index.ts';
import { openTarget, parseTarget } from '../../source/index.ts';
import { ContentCache } from '../../store/content-cache.ts';
import { LayerCache } from '../../store/layer-cache.ts';
import { checkImage } from '../check.ts';
import { type RuleSet, ruleSet } from '../rules/rule-set.ts';
import type { LayerJob } from './layer-job.ts';
import { runLayerJob } from './run-layer-job.ts';

let root = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'clearpull-rules-'));
  const image = buildImage({
    steps: [
      {
        createdBy: 'COPY . /',
        items: [{ path: 'usr/bin/a', data: elf({ extra: 'first-marker' }), mode: 0o755 }],
      },
      {
        createdBy: 'COPY . /',
        items: [{ path: 'opt/b.sh', data: '#!/bin/sh\necho second-marker\n', mode: 0o755 }],
      },
      { createdBy: 'COPY . /', items: [{ path: 'opt/c', data: 'nothing\n' }] },
    ],
  });
  await writeOciLayout(join(root, 'layout'), [{ image, name: 'x' }]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function rule(id: string, body: string, more = ''): string {
  return `rule ${id} {
  meta:
    id = "${id}"
    title = "Rule ${id}"
    why = "holds a marker"
    severity = "high"
    confidence = "high"
    grade = "proof"
    category = "hidden"
    ${more}
  ${body}
}
`;
}

const FIRST = rule('first', 'strings: $a = "first-marker" condition: $a');
const SECOND = rule('second', 'strings: $a = "second-marker" condition: $a');

function rules(...texts: readonly string[]): RuleSet {
  const sources = texts.map((text, i) => ({ name: `${i}.yar`, text, shipped: false }));
  return ruleSet(sources, DEFAULT_LIMITS);
}

interface Run {
  /** Per layer job: the rules tried and how it was done, in order of the layers' sizes. */
  readonly jobs: readonly {
    readonly rules: readonly string[];
    readonly kind: string;
    readonly detectors: number;
  }[];
  readonly assessment: Assessment | undefined;
}

async function check(
  cache: LayerCache | undefined,
  set: RuleSet,
  limits: Limits = DEFAULT_LIMITS,
): Promise<Run> {
  const options = sourceOptions(root, { limits });
  const source = await openTarget(parseTarget(`oci:${join(root, 'layout')}`), options);
  const jobs: Run['jobs'][number][] = [];
  try {
    const [image] = source.images;
    if (image === undefined) throw new Error('no image');
    const checked = await checkImage(image, {
      policy: DEFAULT_POLICY,
      limits,
      registry: options.registry,
      workers: 1,
      catalog: EMPTY_CATALOG,
      suppressions: {},
      rules: set,
      cache,
      pool: {
        run: (job: LayerJob) => {
          const names = job.rules?.rules.map(({ name }) => name) ?? [];
          jobs.push({ rules: names, kind: job.input.kind, detectors: job.detectors.length });
          return runLayerJob(job);
        },
        close: () => Promise.resolve(),
      },
    });
    return { jobs, assessment: checked?.assessment };
  } finally {
    await source.close();
  }
}

let serial = 0;
function cacheWith(limits: Limits = DEFAULT_LIMITS): LayerCache {
  return new LayerCache(new ContentCache(join(root, `cache-${serial++}`)), limits);
}

function found({ assessment }: Run): readonly string[] {
  return (assessment?.findings ?? [])
    .filter(({ rule: id }) => id.startsWith('yara/'))
    .map(({ rule: id, evidence: [{ path, excerpt }] }) => `${id} ${path} ${excerpt.trim()}`)
    .sort();
}

describe('what rules matched is kept by rule', () => {
  it('so that nothing is read again when nothing changed', async () => {
    const cache = cacheWith();
    const first = await check(cache, rules(FIRST, SECOND));
    expect(first.jobs.map(({ kind, rules: names }) => [kind, names])).toEqual(
      Array.from({ length: 3 }, () => ['file', ['first', 'second']]),
    );
    expect(found(first)).toEqual([
      'yara/first /usr/bin/a first-marker',
      'yara/second /opt/b.sh echo second-marker',
    ]);
    const again = await check(cache, rules(FIRST, SECOND));
    expect(again.jobs).toEqual([]);
    expect(again.assessment).toEqual(first.assessment);
  });

  it('so that other words about a rule, or another place for it, change no more than the report', async () => {
    const cache = cacheWith();
    await check(cache, rules(FIRST, SECOND));
    const reworded = await check(
      cache,
      rules(SECOND, FIRST.replace('severity = "high"', 'severity = "low"')),
    );
    expect(reworded.jobs).toEqual([]);
    expect(reworded.assessment?.findings.find(({ rule: id }) => id === 'yara/first')?.severity).toBe('low');
  });

  it('so that a changed rule alone is tried again, and bytes are read only of the layer that may match it', async () => {
    const cache = cacheWith();
    await check(cache, rules(FIRST, SECOND));
    const changed = await check(cache, rules(FIRST.replace('condition: $a', 'condition: #a == 1'), SECOND));
    // The program's bytes are not kept; the other layers were looked through for the same string before.
    expect(changed.jobs).toEqual([{ kind: 'file', rules: ['first'], detectors: 0 }]);
    expect(found(changed)).toHaveLength(2);
  });

  it('so that a rule about texts that are kept needs no layer at all', async () => {
    const cache = cacheWith();
    const before = await check(cache, rules(FIRST, SECOND));
    const stricter = SECOND.replace('condition: $a', 'condition: $a and filesize > 1000');
    const gone = await check(cache, rules(FIRST, stricter));
    expect(gone.jobs).toEqual([{ kind: 'parts', rules: ['second'], detectors: 0 }]);
    expect(found(gone)).toEqual(['yara/first /usr/bin/a first-marker']);
    const same = await check(
      cache,
      rules(FIRST, SECOND.replace('condition: $a', 'condition: $a and filesize > 1')),
    );
    expect(same.jobs).toEqual([{ kind: 'parts', rules: ['second'], detectors: 0 }]);
    // As if it had been tried while the bytes passed.
    expect(same.assessment).toEqual(before.assessment);
  });

  it('so that a new string makes the layers be read for that rule alone', async () => {
    const cache = cacheWith();
    await check(cache, rules(FIRST, SECOND));
    const other = await check(cache, rules(FIRST, SECOND.replace('second-marker', 'nothing-like-it')));
    expect(other.jobs.map(({ kind, rules: names, detectors }) => [kind, names, detectors])).toEqual(
      Array.from({ length: 3 }, () => ['file', ['second'], 0]),
    );
    expect(found(other)).toEqual(['yara/first /usr/bin/a first-marker']);
    // And the first one is remembered.
    expect((await check(cache, rules(FIRST, SECOND))).jobs).toEqual([]);
  });
});

describe('a rule that does not come to an end', () => {
  const limits: Limits = { ...DEFAULT_LIMITS, maxRuleSeconds: 3 };
  const HANGS = rule(
    'hangs',
    'strings: $a = "first-marker" condition: $a and for all i in (0..99999999999) : ( uint8(i % 5) != 7 )',
  );

  it('is ended, told of as not fully read, and not remembered; the others are tried', async () => {
    const cache = cacheWith(limits);
    const run = await check(cache, rules(HANGS, FIRST), limits);
    expect(found(run)).toEqual(['yara/first /usr/bin/a first-marker']);
    expect(run.assessment?.coverage.complete).toBe(false);
    expect(JSON.stringify(run.assessment?.coverage)).toContain('did not come to an end');
    const again = await check(cache, rules(HANGS, FIRST), limits);
    expect(again.jobs.map(({ rules: names }) => names)).toEqual([['hangs']]);
  });
});

describe('a file that rules cannot be tried on', () => {
  it('is told of only when it holds what a rule needs', async () => {
    const limits: Limits = { ...DEFAULT_LIMITS, maxRuleTargetBytes: 40 };
    const { assessment } = await check(undefined, rules(FIRST), limits);
    const told = JSON.stringify(assessment?.coverage);
    expect(told).toContain('usr/bin/a');
    expect(told).toContain('maxRuleTargetBytes');
    expect(told).not.toContain('opt/b.sh');
  });

  it('is told of when there are too many', async () => {
    const limits: Limits = { ...DEFAULT_LIMITS, maxRuleTargets: 0 };
    const run = await check(undefined, rules(FIRST), limits);
    expect(found(run)).toEqual([]);
    expect(JSON.stringify(run.assessment?.coverage)).toContain('maxRuleTargets');
  });
});
