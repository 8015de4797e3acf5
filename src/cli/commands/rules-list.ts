import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, RULES_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import type { RulesSettings } from '../own-rules.ts';
import { defineCommand } from './command.ts';

interface ListSettings extends RulesSettings {
  readonly format: 'text' | 'json';
  readonly limit: readonly string[];
  readonly columns?: number;
}

export const rulesList = defineCommand<ListSettings>({
  name: 'rules list',
  summary: 'list what findings there can be',
  group: 'Everything else',
  options: [...RULES_OPTIONS, TEXT_OR_JSON, ...COMMON_OPTIONS],
  examples: [
    ['clearpull rules list', 'each rule in a line'],
    ['clearpull rules list --rules ./rules', 'with those of a folder of yours'],
    ['clearpull rules list -f json', 'with their descriptions, for a script'],
  ],
  async run({ settings, io }) {
    const [{ allRules }, { ruleJson, rulesTable }, { rulesWithOwn }, { parseLimits }] = await Promise.all([
      import('../../app/all-rules.ts'),
      import('../rules-text.ts'),
      import('../own-rules.ts'),
      import('../limits-option.ts'),
    ]);
    const entries = await allRules(await rulesWithOwn(settings, parseLimits(settings.limit)));
    const text =
      settings.format === 'json'
        ? `${JSON.stringify(entries.map(ruleJson), undefined, 2)}\n`
        : rulesTable(entries, settings.columns ?? io.stdout.columns ?? 80);
    await io.stdout.write(text);
    return EXIT.ok;
  },
});
