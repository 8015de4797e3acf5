import { type CacheSettings, cacheProblem, chosenCacheFolder } from '../cache-folder.ts';
import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, DRY_RUN, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

export const cacheVerify = defineCommand<CacheSettings & { readonly dryRun: boolean }>({
  name: 'cache verify',
  summary: 'find what is damaged in the cache, and remove it',
  about: [
    'A check never uses a damaged record; it reads the layer again. This tells whether the disk is well.',
  ],
  group: 'Everything else',
  options: [DRY_RUN, TEXT_OR_JSON, ...optionsNamed('cacheDir'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull cache verify', 'check, and remove what is damaged'],
    ['clearpull cache verify --dry-run', 'only tell'],
  ],
  exitCodes: [
    ['0', 'nothing is damaged'],
    ['1', 'something was'],
    ['2', 'the command line is wrong, or the folder cannot be read'],
  ],
  async run({ settings, io }) {
    const [{ verifyCache }, { verifiedText }] = await Promise.all([
      import('../../store/verify-cache.ts'),
      import('../cache-text.ts'),
    ]);
    const folder = chosenCacheFolder(settings, io);
    const verified = await verifyCache(folder, settings.dryRun, io.now().getTime()).catch(
      (cause: unknown) => {
        throw cacheProblem(folder, cause);
      },
    );
    await io.stdout.write(verifiedText(folder, verified, settings.format));
    return verified.damaged.length === 0 ? EXIT.ok : EXIT.verdict;
  },
});
