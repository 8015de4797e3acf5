import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { allRules } from '../src/app/all-rules.ts';
import { RULE_GROUPS } from '../src/assess/rule-groups.ts';
import { whatToDo } from '../src/cli/rules-text.ts';
import { rulePages } from './rule-pages.ts';

const ROOT = new URL('..', import.meta.url);

describe('the pages of the rules', () => {
  it('are all there, and no others', async () => {
    const there = readdirSync(fileURLToPath(new URL('docs/rules/', ROOT))).map(
      (name) => `docs/rules/${name}`,
    );
    expect(there.sort()).toEqual(Object.keys(await rulePages()).sort());
  });

  it('are as the declarations make them', async () => {
    for (const [path, text] of Object.entries(await rulePages())) {
      expect(readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8'), `${path}; run: npm run docs`).toBe(
        text,
      );
    }
  });

  it('name every rule, and lead to it from the index', async () => {
    const pages = await rulePages();
    const groups = RULE_GROUPS.flatMap(({ id, rules }) => rules.map((rule) => [rule.id, id] as const));
    for (const { rule, detector } of await allRules()) {
      const id = detector?.id ?? new Map(groups).get(rule.id);
      expect(pages[`docs/rules/${id}.md`]).toContain(`## ${rule.id}\n`);
      expect(pages[`docs/rules/${id}.md`], rule.id).toContain(`**What to do:** ${whatToDo(rule)}`);
      expect(pages['docs/rules/README.md']).toContain(`(${id}.md#${rule.id.replace('/', '')})`);
    }
  });
});
