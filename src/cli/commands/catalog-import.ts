import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { type CatalogFolderSettings, chosenCatalogFolder } from '../catalog-folder.ts';
import { EXIT } from '../exit-codes.ts';
import type { OptionSpec } from '../options/option-spec.ts';
import { COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import { defineCommand } from './command.ts';

const AS_OF: OptionSpec = {
  name: 'asOf',
  flag: '--as-of',
  value: 'YYYY-MM-DD',
  type: 'text',
  defaultText: 'today',
  help: 'the day that the checkouts are of',
  group: 'Running',
  env: false,
};

interface ImportSettings extends CatalogFolderSettings {
  readonly format: 'text' | 'json';
  readonly asOf?: string;
  readonly limit: readonly string[];
}

export const catalogImport = defineCommand<ImportSettings>({
  name: 'catalog import',
  summary: "take in checkouts of what Docker's official images publish",
  about: [
    'Knows docker-library/official-images (which tag is built from which commit and Dockerfile), docker-library/meta ' +
      '(builds.json: the same by digest) and docker-library/repo-info (the digests of layers as stored), each by its ' +
      'layout. What is taken in goes into your own catalogue. Nothing is sent anywhere.',
  ],
  group: 'Everything else',
  operands: [{ name: 'FOLDER', help: 'a checkout', many: true, files: true }],
  options: [AS_OF, TEXT_OR_JSON, ...optionsNamed('catalogDir', 'limit'), ...COMMON_OPTIONS],
  examples: [
    ['clearpull catalog import ./official-images ./repo-info', 'two checkouts at once'],
    ['clearpull catalog import --as-of 2026-11-01 ./meta', 'one that is not of today'],
  ],
  exitCodes: [
    ['0', 'taken in'],
    ['2', 'the command line or a file of yours is wrong'],
    ['3', 'a folder is no such checkout; nothing was changed'],
  ],
  async run({ operands, settings, io }) {
    const [{ importCatalog }, { parseLimits }, { importedText }] = await Promise.all([
      import('../../app/catalog/import-catalog.ts'),
      import('../limits-option.ts'),
      import('../catalog-text.ts'),
    ]);
    const asOf = settings.asOf ?? io.now().toISOString().slice(0, 10);
    if (!isDay(asOf)) {
      throw new ClearpullError('usage', `--as-of ${visible(asOf)} is no day.`, {
        hint: 'Write it as 2026-11-01.',
      });
    }
    const imported = await importCatalog(operands, {
      catalogFolder: chosenCatalogFolder(settings, io),
      limits: parseLimits(settings.limit),
      asOf,
    });
    await io.stdout.write(importedText(imported, settings.format));
    return EXIT.ok;
  },
});

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
