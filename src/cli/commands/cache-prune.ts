import { type CacheSettings, cacheProblem, chosenCacheFolder } from '../cache-folder.ts';
import { EXIT } from '../exit-codes.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { COMMON_OPTIONS, DRY_RUN, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

const PRUNE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'olderThan',
    flag: '--older-than',
    value: 'DAYS',
    type: 'number',
    range: [0, 36_500],
    default: 30,
    help: 'remove what was not used for so many days',
    group: 'Running',
    env: false,
  },
  {
    name: 'maxSize',
    flag: '--max-size',
    value: 'MB',
    type: 'number',
    range: [0, 100_000_000],
    defaultText: 'no bound',
    help: 'then remove what was not used for longest, until it takes at most so many megabytes',
    group: 'Running',
    env: false,
  },
  {
    name: 'all',
    flag: '--all',
    type: 'switch',
    default: false,
    help: 'remove everything',
    group: 'Running',
    env: false,
  },
  DRY_RUN,
];

interface PruneSettings extends CacheSettings {
  /** Days. */
  readonly olderThan: number;
  /** Megabytes. */
  readonly maxSize?: number;
  readonly all: boolean;
  readonly dryRun: boolean;
}

const DAY = 86_400_000;

export const cachePrune = defineCommand<PruneSettings>({
  name: 'cache prune',
  elsewhere: ['prune', 'clean'],
  summary: 'remove what was not used for long',
  about: [
    'Only files that clearpull itself made are removed. Other processes may use the cache meanwhile: what they ' +
      'miss they read again.',
    'Where a disk does not note when files are read, the time they were made counts.',
  ],
  group: 'Everything else',
  options: [...PRUNE_OPTIONS, TEXT_OR_JSON, ...optionsNamed('cacheDir'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull cache prune', 'what was not used for 30 days'],
    ['clearpull cache prune --max-size 500', 'and keep at most 500 MB'],
    ['clearpull cache prune --all --dry-run', 'only say what would go'],
  ],
  async run({ settings, io }) {
    const [{ pruneCache }, { prunedText }] = await Promise.all([
      import('../../store/prune-cache.ts'),
      import('../cache-text.ts'),
    ]);
    const { olderThan, maxSize, all, dryRun } = settings;
    const folder = chosenCacheFolder(settings, io);
    const now = io.now().getTime();
    const options = {
      unusedSince: now - olderThan * DAY,
      ...(maxSize === undefined ? {} : { maxBytes: maxSize * 1_000_000 }),
      all,
      dryRun,
      now,
    };
    const pruned = await pruneCache(folder, options).catch((cause: unknown) => {
      throw cacheProblem(folder, cause);
    });
    await io.stdout.write(prunedText(folder, pruned, dryRun, settings.format));
    return EXIT.ok;
  },
});
