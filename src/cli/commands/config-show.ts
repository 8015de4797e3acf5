import { EXIT } from '../exit-codes.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { COMMON_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';
import { configurableOptions } from './find-command.ts';

const RESOLVED: OptionSpec = {
  name: 'resolved',
  flag: '--resolved',
  type: 'switch',
  default: false,
  help: 'every setting, also those that nobody changed',
  group: 'Output',
  env: false,
};

interface ConfigShowSettings {
  readonly format: 'text' | 'json';
  readonly resolved: boolean;
  readonly columns?: number;
  readonly config?: string;
}

export const configShow = defineCommand<ConfigShowSettings>({
  name: 'config show',
  summary: 'show what is set, and where each value came from',
  about: [
    'Every option can also be set by a variable, CLEARPULL_ and its name, as in CLEARPULL_FAIL_ON=review, or in a ' +
      'configuration file. Flags count more than variables, variables more than files. CLEARPULL_PASSWORD is the ' +
      'password that belongs to --username.',
    'Files are ./.clearpull.yaml and .json, then config.yaml and .json in $XDG_CONFIG_HOME/clearpull or ' +
      '~/.config/clearpull. --config or CLEARPULL_CONFIG names one file instead. Keys are the names of options ' +
      'without dashes: fail-on: review',
    "A file in the current folder may be part of a stranger's repository. It can make a check stricter and " +
      'change how the report looks, and nothing else; name it with --config to let it set everything.',
    'Passwords and tokens are never shown, and cannot be set in a file.',
  ],
  group: 'Everything else',
  readsConfig: false,
  options: [TEXT_OR_JSON, RESOLVED, ...COMMON_OPTIONS],
  examples: [
    ['clearpull config show', 'what differs from the defaults'],
    ['clearpull config show --resolved -f json', 'everything, for a script'],
  ],
  async run({ settings, io, commands }) {
    const { showConfig } = await import('../config/show-config.ts');
    await io.stdout.write(await showConfig(settings, io, configurableOptions(commands)));
    return EXIT.ok;
  },
});
