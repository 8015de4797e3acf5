import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

export const version = defineCommand<{ readonly format: 'text' | 'json' }>({
  name: 'version',
  summary: 'print the version',
  group: 'Everything else',
  options: [TEXT_OR_JSON, ...COMMON_OPTIONS],
  readsConfig: false,
  examples: [['clearpull version --format json', 'for a script']],
  async run({ settings, io }) {
    const { versionText } = await import('../version.ts');
    await io.stdout.write(versionText(settings.format));
    return EXIT.ok;
  },
});
