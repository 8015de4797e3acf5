import { ClearpullError } from '../../base/errors.ts';
import { type CatalogFolderSettings, chosenCatalogFolder } from '../catalog-folder.ts';
import { EXIT } from '../exit-codes.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { CHECK_OPTIONS, COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import type { RegistrySettings } from '../registry-options.ts';
import { defineCommand } from './command.ts';

const UPDATE_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'registry',
    flag: '--registry',
    value: 'HOST',
    type: 'text',
    default: 'docker.io',
    help: 'the registry of the images that name none',
    group: 'Registry',
    env: false,
  },
  {
    name: 'maxTags',
    flag: '--max-tags',
    value: 'N',
    type: 'number',
    range: [1, 100_000],
    default: 100,
    help: 'tags looked at of an image given without one; those that are known go first',
    group: 'Registry',
    env: false,
  },
];

interface UpdateSettings extends RegistrySettings, CatalogFolderSettings {
  readonly format: 'text' | 'json';
  readonly registry: string;
  readonly maxTags: number;
  readonly platform?: string;
  readonly limit: readonly string[];
}

export const catalogUpdate = defineCommand<UpdateSettings>({
  name: 'catalog update',
  summary: 'learn the layers of images from a registry',
  about: [
    'Reads tags, manifests and configurations, never a layer, and keeps them in your own catalogue, which check and ' +
      'explain look up beside the one that ships with clearpull. Tags are asked for by HEAD first; what is known by ' +
      'its digest is not fetched again.',
    'Without an IMAGE, those of the registry are looked at again whose layers the catalogue knows.',
  ],
  group: 'Everything else',
  operands: [
    {
      name: 'IMAGE',
      help: 'an image, with a tag or for all of its tags',
      optional: true,
      many: true,
    },
  ],
  options: [
    ...UPDATE_OPTIONS,
    ...optionsNamed('platform'),
    TEXT_OR_JSON,
    ...CHECK_OPTIONS.filter(({ group }) => group === 'Registry'),
    ...optionsNamed('catalogDir', 'limit'),
    ...COMMON_OPTIONS,
  ],
  examples: [
    ['clearpull catalog update debian:bookworm-slim', 'one tag of Docker Hub'],
    ['clearpull catalog update --platform all alpine', 'every platform of its tags'],
    [
      'clearpull catalog update --registry registry.example.com base/java base/web',
      "your company's own bases",
    ],
  ],
  exitCodes: [
    ['0', 'everything was read'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'an image could not be read, or not in full; the others were kept'],
    ['130', 'interrupted'],
  ],
  async run({ operands, settings, io, log }) {
    const [{ updateCatalog }, { registryOptions }, { parseLimits }, { updatedText }, { noticeTexts }] =
      await Promise.all([
        import('../../app/catalog/update-catalog.ts'),
        import('../registry-options.ts'),
        import('../limits-option.ts'),
        import('../catalog-text.ts'),
        import('../notices.ts'),
      ]);
    if (settings.offline === true) {
      throw new ClearpullError('usage', 'catalog update asks registries, and --offline asks nobody.', {
        hint: 'Leave --offline out, or take in a checkout: clearpull catalog import FOLDER',
      });
    }
    const { registry, maxTags, platform, format } = settings;
    const textOf = noticeTexts(io.ticks);
    const results = await updateCatalog(
      operands,
      {
        registry,
        maxTags,
        ...(platform === undefined ? {} : { platform }),
        limits: parseLimits(settings.limit),
        connection: await registryOptions(settings, io),
        catalogFolder: chosenCatalogFolder(settings, io),
        today: io.now().toISOString().slice(0, 10),
        signal: io.signal,
      },
      {
        onRepository: (name) => void log.detail(`Reading ${name}.`),
        onNotice: (notice) => {
          const text = textOf(notice);
          if (text !== undefined) void log.note(text);
        },
      },
    );
    await io.stdout.write(updatedText(results, format));
    return results.some(({ problem }) => problem !== undefined) ? EXIT.target : EXIT.ok;
  },
});
