import { describe, expect, it } from 'vitest';
import { ClearpullError } from '../../base/errors.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import { SHIPPED_RULES } from '../shipped-rules.ts';
import { NO_OWN_RULES, openRules, rulePack } from './open-rules.ts';
import { ruleSet } from './rule-set.ts';
import { testRules } from './test-rules.ts';

const META = `id = "x" title = "X" why = "holds x" severity = "high" confidence = "high" grade = "hint" category = "hidden"`;

function set(text: string, more = META, limits = DEFAULT_LIMITS) {
  return ruleSet(
    [{ name: 'own/a.yar', text: text.replace('META', `meta: ${more}`), shipped: false }],
    limits,
  );
}

describe('rules of a file', () => {
  it('are taken with what they say of themselves', () => {
    const { rules } = set('rule a { META strings: $a = "marker-text" condition: $a }');
    expect(rules).toMatchObject([
      {
        id: 'yara/x',
        title: 'X',
        severity: ['info', 'high'],
        files: 'all',
        speed: 'fast',
        layer: { need: 'marker-text' },
      },
    ]);
  });

  it('are slow when their strings are short, or when every file has to meet them', () => {
    expect(set('rule a { META strings: $a = "abcd" condition: $a }').rules[0]?.speed).toBe('short');
    const all = set(
      'import "elf" rule a { META condition: elf.type == elf.ET_EXEC }',
      `${META} files = "elf"`,
    );
    expect(all.rules[0]).toMatchObject({ speed: 'none', layer: { need: true, files: 'elf' } });
  });

  it.each([
    [
      'without anything to look for',
      'rule a { META condition: filesize > 3 }',
      'has no text to look for first',
    ],
    ['that import what prints', 'import "console" rule a { META condition: true }', 'imports "console"'],
    ['that know the time', 'import "time" rule a { META condition: true }', 'imports "time"'],
    ['that include others', 'include "b.yar"', '"include" is not taken'],
    ['twice of one name', 'rule a { META condition: true } rule a { condition: true }', 'two rules a'],
    ['that end too soon', 'rule a { META strings: $a = "marker-text" condition: $a', 'ends in the middle'],
  ])('are refused %s', (_, text, why) => {
    expect(() => set(text)).toThrow(why);
    expect(() => set(text)).toThrow(/^own\/a\.yar, line 1: /);
  });

  it.each([
    ['no title', META.replace('title = "X"', ''), 'have no "title"'],
    ['an odd id', META.replace('id = "x"', 'id = "X y"'), 'not small letters'],
    ['a severity that is none', META.replace('severity = "high"', 'severity = "huge"'), 'none of info, low'],
    ['unknown metadata', `${META} author = "me"`, '"author"'],
    ['the same twice', `${META} title = "Y"`, '"title" twice'],
  ])('are refused with %s', (_, meta, why) => {
    expect(() => set('rule a { META strings: $a = "marker-text" condition: $a }', meta)).toThrow(why);
  });

  it('are refused where there are too many, or two of one id', () => {
    const two =
      'rule a { META strings: $a = "marker-text" condition: $a } rule b { meta: ID strings: $a = "other-text" condition: $a }';
    expect(() => set(two.replace('ID', META))).toThrow('Two rules have the id "x"');
    const apart = two.replace('ID', META.replace('id = "x"', 'id = "y"'));
    expect(set(apart).rules).toHaveLength(2);
    for (const limits of [{ maxRules: 1 }, { maxRuleLiterals: 1 }]) {
      expect(() => set(apart, META, { ...DEFAULT_LIMITS, ...limits })).toThrow(ClearpullError);
    }
  });

  it('have a digest of all that decides what they match, and of nothing else', () => {
    const digest = (text: string, meta = META): string | undefined => set(text, meta).rules[0]?.layer.digest;
    const plain = digest('rule a { META strings: $a = "marker-text" condition: $a }');
    expect(
      digest(
        'rule other  { META /* why */ strings: $a = "marker-text" condition: $a }',
        META.replace('title = "X"', 'title = "Y"'),
      ),
    ).toBe(plain);
    const helped = (word: string): string | undefined =>
      digest(
        `private rule h { strings: $x = "${word}" condition: $x } rule a { META strings: $a = "marker-text" condition: $a and h }`,
      );
    const others = [
      digest('rule a { META strings: $a = "marker-text" nocase condition: $a }'),
      digest('rule a { META strings: $a = "marker-text" condition: #a == 1 }'),
      digest('rule a { META strings: $a = /marker-text/ condition: $a }'),
      digest('rule a { META strings: $a = /marker-text/i condition: $a }'),
      digest('rule a { META strings: $a = "marker-text" condition: $a }', `${META} files = "elf"`),
      helped('one-word'),
      helped('two-word'),
    ];
    expect(new Set([plain, ...others]).size).toBe(others.length + 1);
  });
});

describe('the rules that ship with clearpull', () => {
  it('are fast, tell why and what to do, and name where to read on', async () => {
    const { rules } = await openRules(NO_OWN_RULES, DEFAULT_LIMITS);
    expect(rules.length).toBeGreaterThanOrEqual(19);
    for (const { id, speed, references, fix, leaves, description, attack } of rules) {
      expect(speed, id).toBe('fast');
      expect(references.length, id).toBeGreaterThan(0);
      for (const text of [fix, leaves, description, attack]) expect(text?.length ?? 0, id).toBeGreaterThan(4);
    }
  });

  it('pass their own tests', async () => {
    const all = await openRules(NO_OWN_RULES, DEFAULT_LIMITS);
    const { tests } = await rulePack(SHIPPED_RULES, NO_OWN_RULES, DEFAULT_LIMITS);
    const results = testRules(all, tests, DEFAULT_LIMITS);
    expect(
      results.filter(({ failures }) => failures.length > 0).map(({ rule, failures }) => [rule.id, failures]),
    ).toEqual([]);
    expect(results.every(({ tried }) => tried >= 2)).toBe(true);
  });
});
