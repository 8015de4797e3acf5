import { basename } from 'node:path';
import { ClearpullError } from '../../base/errors.ts';
import type { Limits } from '../../base/limits.ts';
import { visible } from '../../base/visible.ts';
import {
  isFolder,
  type NamedText,
  noRulesIn,
  RULE_FILE,
  readRuleFile,
  ruleFilesIn,
  shippedRuleFiles,
  TEST_FILE,
  testFilesIn,
} from './read-rules.ts';
import { type RuleSetCache, recallRuleSet } from './recall-rule-set.ts';
import type { BundleTrust } from './rule-bundle.ts';
import { type RuleSet, type RuleSource, ruleSet } from './rule-set.ts';
import { RuleThread } from './rule-thread.ts';

/** The rules that the user named beside those that ship with clearpull. */
export interface OwnRules extends BundleTrust {
  /** Folders, `.yar` files and bundles. */
  readonly paths: readonly string[];
}

export const NO_OWN_RULES: OwnRules = { paths: [], keys: [], allowUnsigned: false };

/**
 * Every rule of a check: those that ship, and the user's own, which are compiled once to see whether they are right. With a
 * cache, files that were taken apart and compiled before are only read.
 *
 * @throws ClearpullError for rules that cannot be read, trusted or compiled
 */
export async function openRules(own: OwnRules, limits: Limits, cache?: RuleSetCache): Promise<RuleSet> {
  const shipped = await shippedRuleFiles(limits);
  const sources: RuleSource[] = shipped.map((file) => ({ ...file, shipped: true }));
  for (const path of own.paths) {
    const files = (await rulePack(path, own, limits)).rules;
    sources.push(...files.map((file) => ({ ...file, shipped: false })));
  }
  return recallRuleSet(sources, cache, () => {
    const set = ruleSet(sources, limits);
    if (own.paths.length > 0) checkThatTheyCompile(set, limits);
    return set;
  });
}

/** The rule files and the files with their tests that a path leads to, named as a person would find them. */
export interface RulePack {
  readonly rules: readonly NamedText[];
  readonly tests: readonly NamedText[];
}

/** Throws ClearpullError for what cannot be read or trusted, or holds no rule. */
export async function rulePack(path: string, trust: BundleTrust, limits: Limits): Promise<RulePack> {
  const pack = await readPack(path, trust, limits);
  if (pack.rules.length === 0) throw noRulesIn(path);
  return pack;
}

async function readPack(path: string, trust: BundleTrust, limits: Limits): Promise<RulePack> {
  if (await isFolder(path)) {
    const below = (files: readonly NamedText[]): readonly NamedText[] =>
      files.map(({ name, text }) => ({ name: `${path.replace(/\/+$/, '')}/${name}`, text }));
    return { rules: below(await ruleFilesIn(path, limits)), tests: below(await testFilesIn(path, limits)) };
  }
  if (RULE_FILE.test(path)) {
    const tests = path.replace(RULE_FILE, '.tests.yaml');
    const found = await readRuleFile(tests, limits).catch(() => undefined);
    return {
      rules: [{ name: path, text: await readRuleFile(path, limits) }],
      tests: found === undefined ? [] : [{ name: tests, text: found }],
    };
  }
  const text = await readRuleFile(path, limits, 'maxRulesBundleBytes');
  const { readBundle } = await import('./rule-bundle.ts');
  const files = readBundle(text, basename(path), trust, limits).map((file) => ({
    ...file,
    name: `${path}!/${file.name}`,
  }));
  return {
    rules: files.filter(({ name }) => RULE_FILE.test(name)),
    tests: files.filter(({ name }) => TEST_FILE.test(name)),
  };
}

/** Throws `usage` for the first rule that YARA-X does not take, or does not get done with. */
export function checkThatTheyCompile({ sources, rules }: RuleSet, limits: Limits): void {
  const own = [...rules.entries()].filter(([, { from }]) => !from.shipped).map(([index]) => index);
  const thread = new RuleThread(
    sources.map(({ text }) => text),
    rules.map(({ layer }) => layer),
    limits,
  );
  try {
    const [answer] = thread.tryRules([{ bytes: new Uint8Array(), rules: own }]);
    for (const { rule, failed } of answer ?? []) {
      if (failed === undefined) continue;
      throw new ClearpullError(
        'usage',
        `${visible(rules[rule]?.from.name ?? '')} cannot be used: ${visible(failed.detail)}.`,
        { hint: 'Correct it and try it with "clearpull rules test".' },
      );
    }
  } finally {
    thread.close();
  }
}
