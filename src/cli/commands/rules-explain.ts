import { EXIT } from '../exit-codes.ts';
import { noSuch } from '../no-such.ts';
import { COMMON_OPTIONS, RULES_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import type { RulesSettings } from '../own-rules.ts';
import { defineCommand, type OperandSpec } from './command.ts';

interface ExplainSettings extends RulesSettings {
  readonly format: 'text' | 'json';
  readonly limit: readonly string[];
  readonly columns?: number;
}

const RULE: OperandSpec = {
  name: 'RULE',
  help: 'its id, as findings and "rules list" have it',
  listedBy: 'clearpull rules list',
  choices: async () => (await (await import('../../app/all-rules.ts')).allRules()).map(({ rule }) => rule.id),
  open: true,
};

export const rulesExplain = defineCommand<ExplainSettings>({
  name: 'rules explain',
  summary: 'explain a rule: what, why, and what to do',
  group: 'Everything else',
  operands: [RULE],
  options: [...RULES_OPTIONS, TEXT_OR_JSON, ...COMMON_OPTIONS],
  examples: [
    ['clearpull rules explain miner/proof', 'what that finding means'],
    ['clearpull rules explain --rules ./rules yara/our-own', 'the same of a rule of yours'],
  ],
  async run({ operands, settings, io }) {
    const [{ allRules }, { ruleJson, ruleText }, { rulesWithOwn }, { parseLimits }] = await Promise.all([
      import('../../app/all-rules.ts'),
      import('../rules-text.ts'),
      import('../own-rules.ts'),
      import('../limits-option.ts'),
    ]);
    const entries = await allRules(await rulesWithOwn(settings, parseLimits(settings.limit)));
    const [id = ''] = operands;
    const meant = entries.filter(({ rule }) => rule.id === id);
    if (meant.length === 0)
      throw noSuch(
        RULE,
        id,
        entries.map(({ rule }) => rule.id),
      );
    for (const entry of meant) {
      const text =
        settings.format === 'json'
          ? `${JSON.stringify(ruleJson(entry), undefined, 2)}\n`
          : ruleText(entry, settings.columns ?? io.stdout.columns ?? 80);
      await io.stdout.write(text);
    }
    return EXIT.ok;
  },
});
