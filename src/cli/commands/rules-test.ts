import { COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import type { RulesTestSettings } from '../rules-test.ts';
import { defineCommand } from './command.ts';

export const rulesTest = defineCommand<RulesTestSettings>({
  name: 'rules test',
  summary: 'try YARA rules on their own tests',
  about: [
    'Each rule of a .yar file is tried on the inert files that the .tests.yaml beside it describes: it has to match some ' +
      'and leave some alone. Without PATH, the rules that ship with clearpull are tried.',
  ],
  group: 'Everything else',
  operands: [
    { name: 'PATH', help: 'a folder, a .yar file or a bundle', optional: true, many: true, files: true },
  ],
  options: [TEXT_OR_JSON, ...optionsNamed('rulesKey', 'allowUnsignedRules', 'limit'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull rules test', 'those that ship with clearpull'],
    ['clearpull rules test ./rules', 'those of a folder of yours'],
  ],
  exitCodes: [
    ['0', 'every rule passed'],
    ['1', 'a rule failed'],
    ['2', 'the command line, a rule or its tests cannot be read'],
  ],
  async run({ operands, settings, io }) {
    const { runRulesTest } = await import('../rules-test.ts');
    return runRulesTest(operands, settings, io);
  },
});
