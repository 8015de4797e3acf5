import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOUND } from './found.ts';
import { FUZZ_TARGETS } from './targets.ts';
import { inputOf, problemWith } from './try-input.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clearpull-fuzz-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what fuzzing found', () => {
  it.each(FOUND.map((found) => [`${found.target}: ${found.what.slice(0, 80)}`, found] as const))(
    '%s',
    async (_, { target: name, input }) => {
      const target = FUZZ_TARGETS.find((one) => one.name === name);
      if (target === undefined) throw new Error(`there is no target ${name}`);
      expect(await problemWith(target, Buffer.from(input, 'base64'), join(folder, name))).toBeUndefined();
    },
  );
});

describe('a few inputs of each kind', () => {
  it.each(FUZZ_TARGETS.map((target) => [target.name, target] as const))('%s', async (name, target) => {
    for (let seed = 0; seed < 25; seed++) {
      const problem = await problemWith(target, inputOf(target, seed), join(folder, name));
      expect(problem, `seed ${seed}`).toBeUndefined();
    }
  });

  it('depend on nothing but the seed', () => {
    for (const target of FUZZ_TARGETS) expect(inputOf(target, 7)).toEqual(inputOf(target, 7));
  });
});
