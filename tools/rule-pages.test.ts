import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../src/detect/index.ts';
import { rulePages } from './rule-pages.ts';

const ROOT = new URL('..', import.meta.url);

describe('the pages of the rules', () => {
  it('are all there, and no others', () => {
    const there = readdirSync(fileURLToPath(new URL('docs/rules/', ROOT))).map(
      (name) => `docs/rules/${name}`,
    );
    expect(there.sort()).toEqual(Object.keys(rulePages()).sort());
  });

  it('are as the declarations make them', () => {
    for (const [path, text] of Object.entries(rulePages())) {
      expect(readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8'), `${path}; run: npm run docs`).toBe(
        text,
      );
    }
  });

  it('name every rule, and lead to it from the index', () => {
    const pages = rulePages();
    for (const { id, rules } of DETECTORS) {
      for (const rule of rules) {
        expect(pages[`docs/rules/${id}.md`]).toContain(`## ${rule.id}\n`);
        expect(pages['docs/rules/README.md']).toContain(`(${id}.md#${rule.id.replace('/', '')})`);
      }
    }
  });
});
