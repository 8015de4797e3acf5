import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

interface RulesSettings {
  readonly format: 'text' | 'json';
  readonly columns?: number;
}

export const rulesList = defineCommand<RulesSettings>({
  name: 'rules list',
  summary: 'list what findings there can be',
  group: 'Rules',
  options: [TEXT_OR_JSON, ...COMMON_OPTIONS],
  examples: [
    ['clearpull rules list', 'each rule in a line'],
    ['clearpull rules list -f json', 'with their descriptions, for a script'],
  ],
  async run({ settings, io }) {
    const [{ allRules }, { ruleJson, rulesTable }] = await Promise.all([
      import('../../app/all-rules.ts'),
      import('../rules-text.ts'),
    ]);
    const text =
      settings.format === 'json'
        ? `${JSON.stringify(allRules().map(ruleJson), undefined, 2)}\n`
        : rulesTable(allRules(), settings.columns ?? io.stdout.columns ?? 80);
    await io.stdout.write(text);
    return EXIT.ok;
  },
});
