import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TAMPERING_CASES } from './cases.ts';
import { complaint } from './complaint.ts';
import { prepare } from './prepare.ts';
import { runCase } from './run-case.ts';

let untampered: Awaited<ReturnType<typeof prepare>>;
beforeAll(async () => {
  untampered = await prepare();
});
afterAll(() => untampered.remove());

describe('an image with a signed provenance', () => {
  it('reaches T3 as it is, with nothing contradicted', async () => {
    const { level, links } = await runCase(untampered, { image: untampered.image });
    expect(links.filter(({ status }) => status === 'contradicted')).toEqual([]);
    expect(level).toBe('T3');
  });

  it.each(TAMPERING_CASES.map((one) => [one.name, one] as const))('is contradicted: %s', async (_, one) => {
    expect(complaint(one, await runCase(untampered, await one.make(untampered)))).toBeUndefined();
  });
});
