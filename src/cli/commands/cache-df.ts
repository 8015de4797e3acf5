import { type CacheSettings, cacheProblem, chosenCacheFolder } from '../cache-folder.ts';
import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

export const cacheDf = defineCommand<CacheSettings>({
  name: 'cache df',
  summary: 'show what is kept of layers, and how much room it takes',
  group: 'Everything else',
  options: [TEXT_OR_JSON, ...optionsNamed('cacheDir'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull cache df', 'how large the cache is'],
    ['clearpull cache df -f json', 'for a script'],
  ],
  async run({ settings, io }) {
    const [{ cacheUsage }, { usageText }] = await Promise.all([
      import('../../store/cache-usage.ts'),
      import('../cache-text.ts'),
    ]);
    const folder = chosenCacheFolder(settings, io);
    const usage = await cacheUsage(folder, io.now().getTime()).catch((cause: unknown) => {
      throw cacheProblem(folder, cause);
    });
    await io.stdout.write(usageText(folder, usage, settings.format));
    return EXIT.ok;
  },
});
