import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allRules } from '../src/app/all-rules.ts';
import { loadIgnoreFile, loadPolicy } from '../src/assess/index.ts';
import { compileGlob } from '../src/base/glob.ts';

/** Whole policies and ignore files that a page shows. */
function examplesIn(page: string): readonly string[] {
  const text = readFileSync(new URL(`../${page}`, import.meta.url), 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, block = '']) => block)
    .filter((block) => /^version: 1\b/m.test(block));
}

it.each([
  ['README.md', 1],
  ['docs/policy.md', 1],
  ['docs/suppressing.md', 1],
])('%s shows files that can be read, about rules that there are', async (page, count) => {
  const known = (await allRules()).map(({ rule }) => rule.id);
  const examples = examplesIn(page);
  expect(examples).toHaveLength(count);
  for (const example of examples) {
    const globs = /^ignore:/m.test(example)
      ? loadIgnoreFile(example, page).entries.flatMap(({ rule }) => rule)
      : loadPolicy(example, page).rules.flatMap(({ when }) => when.rule ?? []);
    expect(globs.filter((glob) => !known.some(compileGlob(glob).matches))).toEqual([]);
  }
});
