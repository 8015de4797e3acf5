import { type CatalogFolderSettings, catalogFolder } from '../catalog-folder.ts';
import { EXIT } from '../exit-codes.ts';
import { COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

interface ListSettings extends CatalogFolderSettings {
  readonly format: 'text' | 'json';
  readonly limit: readonly string[];
}

export const catalogList = defineCommand<ListSettings>({
  name: 'catalog list',
  summary: 'list the images that are known, and since when',
  group: 'Everything else',
  operands: [{ name: 'NAME', help: 'one of them, in detail', optional: true }],
  options: [TEXT_OR_JSON, ...optionsNamed('catalogDir', 'limit'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull catalog list', 'how much is known of which image'],
    ['clearpull catalog list debian', 'each build with its tags and digest'],
    ['clearpull catalog list -f json nginx', 'for a script'],
  ],
  async run({ operands, settings, io }) {
    const [{ listCatalog }, { parseLimits }, { imagesText, overviewText }] = await Promise.all([
      import('../../app/catalog/list-catalog.ts'),
      import('../limits-option.ts'),
      import('../catalog-text.ts'),
    ]);
    const catalog = await listCatalog(catalogFolder(settings, io), parseLimits(settings.limit));
    const [name] = operands;
    await io.stdout.write(
      name === undefined
        ? overviewText(catalog.overview(), settings.format)
        : imagesText(catalog.detailsOf(name), settings.format),
    );
    return EXIT.ok;
  },
});
