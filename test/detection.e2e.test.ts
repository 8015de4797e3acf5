import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRules } from '../src/app/all-rules.ts';
import { type CheckOptions, checkTarget } from '../src/app/check.ts';
import { LayerPool } from '../src/app/layers/layer-pool.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { buildImage } from '../testkit/image.ts';
import { startRegistry } from '../testkit/registry.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { FOUND, HONEST } from './detection/cases.ts';
import type { ImageCase } from './detection/image-case.ts';
import { LOOK_ALIKES, NAMESAKES, type NamedCase } from './detection/look-alikes.ts';

/*
 * The corpus as whole images, through the same code path as any other image: what is hidden must be found by the
 * rule that is for it, and no twin of it, honest but alike, may be asked about.
 */
let work = '';
let serial = 0;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'clearpull-detection-'));
});

afterAll(async () => {
  await POOL.close();
  await rm(work, { recursive: true, force: true });
});

/** One for all of them: to start a thread takes longer than most images. */
const POOL = new LayerPool(1);

const OPTIONS: CheckOptions = {
  policy: DEFAULT_POLICY,
  limits: DEFAULT_LIMITS,
  registry: { insecure: false, timeout: 10_000, dockerConfigFolder: '/nonexistent' },
  workers: 1,
  pool: POOL,
};

const checked = new Map<ImageCase, Assessment | undefined>();

/** All of them in one go: one layout, one pool of workers; each case once. */
async function checkAll(cases: readonly ImageCase[]): Promise<readonly Assessment[]> {
  const missing = cases.filter((one) => !checked.has(one));
  if (missing.length > 0) {
    const assessments = await checkFresh(missing);
    for (const [i, one] of missing.entries()) checked.set(one, assessments[i]);
  }
  return cases.flatMap((one) => checked.get(one) ?? []);
}

async function checkFresh(cases: readonly ImageCase[]): Promise<readonly Assessment[]> {
  const layout = join(work, String(serial++));
  const items = cases.map(({ spec }, i) => ({ image: buildImage(spec), name: `case:${i}` }));
  await writeOciLayout(layout, items);
  return checkTarget(`oci:${layout}`, OPTIONS);
}

/** Each by the name that it is pulled by. A registry in memory stands for every registry; none of them is asked. */
async function checkNamed(cases: readonly NamedCase[]): Promise<readonly Assessment[]> {
  const registry = await startRegistry();
  try {
    const assessments: Assessment[] = [];
    for (const { spec, reference } of cases) {
      const slash = reference.indexOf('/');
      const colon = reference.lastIndexOf(':');
      const host = reference.slice(0, slash);
      registry.put(reference.slice(slash + 1, colon), buildImage(spec), reference.slice(colon + 1));
      const mirror = { registry: host, host: registry.host, prefix: '', plainHttp: true };
      const options = { ...OPTIONS, registry: { ...OPTIONS.registry, mirrors: [mirror] } };
      assessments.push(...(await checkTarget(`registry:${reference}`, options)));
    }
    return assessments;
  } finally {
    await registry.close();
  }
}

const ORDER = ['info', 'low', 'medium', 'high', 'critical'];

describe.each(FOUND)('%s', (_, cases) => {
  let all: readonly Assessment[] = [];
  beforeAll(async () => {
    all = await checkAll(cases);
  });

  it.each(cases.map((one, i) => [one.name, one, i] as const))('%s', (_name, one, i) => {
    const findings = all[i]?.findings ?? [];
    const told = findings.map(({ rule, severity }) => `${rule} ${severity}`);
    const found = findings.find(
      ({ rule, severity }) =>
        rule === one.rule && ORDER.indexOf(severity) >= ORDER.indexOf(one.severity ?? 'medium'),
    );
    expect(found, `${one.rule} in [${told.join(', ')}]`).toBeDefined();
  });
});

describe('what passes for another', () => {
  let all: readonly Assessment[] = [];
  beforeAll(async () => {
    all = await checkNamed(LOOK_ALIKES);
  });

  it.each(LOOK_ALIKES.map((one, i) => [one.name, one, i] as const))('%s', (_name, { rule, severity }, i) => {
    const found = all[i]?.findings.find((finding) => finding.rule === rule);
    expect(found?.severity).toBe(severity ?? 'medium');
  });

  it('is told with what was compared', () => {
    const why = all[0]?.findings.find(({ rule }) => rule === 'look-alike/not-inside')?.why;
    expect(why).toContain('shares 0 of 9 layers with the official image');
    expect(all[0]?.verdict.decision).toBe('review');
  });
});

describe('an honest namesake', () => {
  let all: readonly Assessment[] = [];
  beforeAll(async () => {
    all = await checkNamed(NAMESAKES);
  });

  it.each(NAMESAKES.map(({ name }, i) => [name, i] as const))('%s', (_name, i) => {
    expect(all[i]?.verdict.decision).toBe('allow');
    const rules = all[i]?.findings.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(rules?.filter((told) => told !== 'look-alike/official-name info')).toEqual([]);
  });
});

describe('rules', () => {
  it('keep to the severities that they announce', async () => {
    const all = await checkAll([...FOUND.flatMap(([, cases]) => cases), ...HONEST]);
    const ranges = new Map((await allRules()).map(({ rule }) => [rule.id, rule.severity]));
    const outside = all.flatMap(({ findings }) =>
      findings.filter(({ rule, severity }) => {
        const [least, most] = ranges.get(rule) ?? ['info', 'critical'];
        const at = ORDER.indexOf(severity);
        return !ranges.has(rule) || at < ORDER.indexOf(least) || at > ORDER.indexOf(most);
      }),
    );
    expect(outside.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([]);
    expect(all.length).toBeGreaterThan(1000);
  });
});

describe('an honest twin', () => {
  let all: readonly Assessment[] = [];
  beforeAll(async () => {
    all = await checkAll(HONEST);
  });

  it.each(HONEST.map(({ name }, i) => [name, i] as const))('%s', (_name, i) => {
    const one = all[i];
    const asked = one?.findings.filter(({ severity }) => ORDER.indexOf(severity) > ORDER.indexOf('low'));
    expect(asked?.map(({ rule, why }) => `${rule}: ${why}`)).toEqual([]);
    expect(one?.coverage.complete).toBe(true);
  });
});
