import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

export const limits = defineCommand<{ readonly format: 'text' | 'json'; readonly columns?: number }>({
  name: 'limits',
  summary: 'list the bounds on what is read',
  about: ['What lies beyond one is reported as not read. --limit NAME=VALUE of check changes one.'],
  group: 'Everything else',
  options: [TEXT_OR_JSON, ...COMMON_OPTIONS],
  readsConfig: false,
  examples: [['clearpull limits', 'all of them, with their defaults']],
  async run({ settings, io }) {
    const { limitsText } = await import('../limits-text.ts');
    await io.stdout.write(limitsText(settings.format, settings.columns ?? io.stdout.columns ?? 80));
    return EXIT.ok;
  },
});
