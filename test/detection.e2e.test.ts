import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRules } from '../src/app/all-rules.ts';
import { type CheckOptions, checkTarget } from '../src/app/check.ts';
import { type Assessment, DEFAULT_POLICY } from '../src/assess/index.ts';
import { DEFAULT_LIMITS } from '../src/base/limits.ts';
import { buildImage } from '../testkit/image.ts';
import { writeOciLayout } from '../testkit/store.ts';
import { HOLD_TWINS, HOLDS } from './detection/holds.ts';
import type { ImageCase } from './detection/image-case.ts';
import { INTRUDERS } from './detection/intruders.ts';
import { MINERS } from './detection/miners.ts';
import { TWINS as SOME_TWINS } from './detection/twins.ts';
import { WEB_SHELLS, WEB_TWINS } from './detection/web-shells.ts';

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
  await rm(work, { recursive: true, force: true });
});

const OPTIONS: CheckOptions = {
  policy: DEFAULT_POLICY,
  limits: DEFAULT_LIMITS,
  registry: { insecure: false, timeout: 10_000, dockerConfigFolder: '/nonexistent' },
  workers: 1,
};

/** All of them in one go: one layout, one pool of workers. */
async function checkAll(cases: readonly ImageCase[]): Promise<readonly Assessment[]> {
  const layout = join(work, String(serial++));
  const items = cases.map(({ spec }, i) => ({ image: buildImage(spec), name: `case:${i}` }));
  await writeOciLayout(layout, items);
  return checkTarget(`oci:${layout}`, OPTIONS);
}

const TWINS = [...SOME_TWINS, ...WEB_TWINS, ...HOLD_TWINS];

const ORDER = ['info', 'low', 'medium', 'high', 'critical'];

describe.each([
  ['what earns', MINERS],
  ['what lets somebody in', INTRUDERS],
  ['what pages run', WEB_SHELLS],
  ['what keeps a hold', HOLDS],
])('%s', (_, cases) => {
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

describe('rules', () => {
  it('keep to the severities that they announce', async () => {
    const all = await checkAll([...MINERS, ...INTRUDERS, ...WEB_SHELLS, ...HOLDS, ...TWINS]);
    const ranges = new Map(allRules().map(({ rule }) => [rule.id, rule.severity]));
    for (const { rule, severity } of all.flatMap(({ findings }) => findings)) {
      expect(ranges.has(rule), rule).toBe(true);
      const [least, most] = ranges.get(rule) ?? ['info', 'critical'];
      expect(ORDER.indexOf(severity), `${rule} ${severity}`).toBeGreaterThanOrEqual(ORDER.indexOf(least));
      expect(ORDER.indexOf(severity), `${rule} ${severity}`).toBeLessThanOrEqual(ORDER.indexOf(most));
    }
  });
});

describe('an honest twin', () => {
  let all: readonly Assessment[] = [];
  beforeAll(async () => {
    all = await checkAll(TWINS);
  });

  it.each(TWINS.map(({ name }, i) => [name, i] as const))('%s', (_name, i) => {
    const one = all[i];
    const asked = one?.findings.filter(({ severity }) => ORDER.indexOf(severity) > ORDER.indexOf('low'));
    expect(asked?.map(({ rule, why }) => `${rule}: ${why}`)).toEqual([]);
    expect(one?.coverage.complete).toBe(true);
  });
});
