import { NO_OWN_RULES, rulePack } from '../app/rules/open-rules.ts';
import { ruleSet } from '../app/rules/rule-set.ts';
import { type RuleTestResult, testRules } from '../app/rules/test-rules.ts';
import { SHIPPED_RULES } from '../app/shipped-rules.ts';
import { plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseLimits } from './limits-option.ts';
import { ownRules, type RulesSettings } from './own-rules.ts';

export interface RulesTestSettings extends Omit<RulesSettings, 'rules'> {
  readonly format: 'text' | 'json';
  readonly limit: readonly string[];
}

/** `clearpull rules test`: what each rule came to, on standard output. Throws for what cannot be read. */
export async function runRulesTest(
  paths: readonly string[],
  settings: RulesTestSettings,
  io: Io,
): Promise<ExitCode> {
  const limits = parseLimits(settings.limit);
  const trust = await ownRules({ ...settings, rules: [] });
  const packs = [];
  if (paths.length === 0) packs.push(await rulePack(SHIPPED_RULES, NO_OWN_RULES, limits));
  for (const path of paths) packs.push(await rulePack(path, trust, limits));
  const sources = packs.flatMap(({ rules }) => rules.map((file) => ({ ...file, shipped: false })));
  const set = ruleSet(sources, limits);
  const results = testRules(
    set,
    packs.flatMap(({ tests }) => tests),
    limits,
  );
  await io.stdout.write(settings.format === 'json' ? resultsJson(results) : resultsText(results));
  return results.every(({ failures }) => failures.length === 0) ? EXIT.ok : EXIT.verdict;
}

function resultsText(results: readonly RuleTestResult[]): string {
  const lines = results.flatMap(({ rule, tried, failures }) => [
    failures.length === 0
      ? `pass  ${rule.id}  ${plural(tried, 'file')}`
      : `FAIL  ${rule.id}  ${visible(rule.from.name)}`,
    ...failures.map((failure) => `      ${visible(failure)}`),
  ]);
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const summary = failed === 0 ? 'all passed' : `${failed} failed`;
  return `${[...lines, '', `${plural(results.length, 'rule')}, ${summary}.`].join('\n')}\n`;
}

function resultsJson(results: readonly RuleTestResult[]): string {
  const rows = results.map(({ rule, tried, failures }) => ({
    rule: rule.id,
    file: rule.from.name,
    passed: failures.length === 0,
    tried,
    failures,
  }));
  return `${JSON.stringify(rows, undefined, 2)}\n`;
}
