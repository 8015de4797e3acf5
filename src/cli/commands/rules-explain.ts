import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

interface ExplainSettings {
  readonly format: 'text' | 'json';
  readonly columns?: number;
}

export const rulesExplain = defineCommand<ExplainSettings>({
  name: 'rules explain',
  summary: 'explain a rule: what, why, and what to do',
  group: 'Rules',
  operands: [
    {
      name: 'RULE',
      help: 'its id, as findings and "rules list" have it',
      choices: async () => (await import('../../app/all-rules.ts')).allRules().map(({ rule }) => rule.id),
    },
  ],
  options: [TEXT_OR_JSON, ...COMMON_OPTIONS],
  examples: [['clearpull rules explain miner/proof', 'what that finding means']],
  async run({ operands, settings, io }) {
    const [{ allRules }, { ruleJson, ruleText }] = await Promise.all([
      import('../../app/all-rules.ts'),
      import('../rules-text.ts'),
    ]);
    // The framework has seen to it that it is one of them.
    for (const entry of allRules().filter(({ rule }) => rule.id === operands[0])) {
      const text =
        settings.format === 'json'
          ? `${JSON.stringify(ruleJson(entry), undefined, 2)}\n`
          : ruleText(entry, settings.columns ?? io.stdout.columns ?? 80);
      await io.stdout.write(text);
    }
    return EXIT.ok;
  },
});
