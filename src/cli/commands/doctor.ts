import type { CacheSettings } from '../cache-folder.ts';
import { EXIT } from '../exit-codes.ts';
import { CHECK_OPTIONS, COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import type { RegistrySettings } from '../registry-options.ts';
import type { CheckSettings } from '../settings.ts';
import { defineCommand } from './command.ts';
import { configurableOptions } from './find-command.ts';

type DoctorSettings = RegistrySettings & CacheSettings & Pick<CheckSettings, 'config' | 'columns' | 'color'>;

export const doctor = defineCommand<DoctorSettings>({
  name: 'doctor',
  summary: 'look whether everything is in place on this machine',
  about: ['Sends nothing anywhere, except to the registries that are named. Secrets are never shown.'],
  group: 'Everything else',
  operands: [
    {
      name: 'REGISTRY',
      help: 'a host to ask whether it answers and takes the login',
      optional: true,
      many: true,
    },
  ],
  options: [
    TEXT_OR_JSON,
    ...CHECK_OPTIONS.filter(({ group }) => group === 'Registry'),
    ...optionsNamed('cacheDir'),
    ...COMMON_OPTIONS,
  ],
  // Whether they can be read is one of the questions.
  readsConfig: false,
  examples: [
    ['clearpull doctor', 'this machine'],
    ['clearpull doctor registry.example.com', 'and whether that registry answers'],
    ['clearpull doctor -f json', 'for a bug report'],
  ],
  exitCodes: [
    ['0', 'everything works'],
    ['1', 'something must be mended'],
    ['2', 'the command line or a file of yours is wrong'],
  ],
  async run({ operands, settings, io, commands }) {
    const [{ registryOptions }, { diagnosesText, examine }, { cacheFolder }, { wantsColor }] =
      await Promise.all([
        import('../registry-options.ts'),
        import('../doctor/doctor.ts'),
        import('../cache-folder.ts'),
        import('../color.ts'),
      ]);
    const lines = await examine({
      io,
      cacheFolder: settings.cacheDir ?? cacheFolder(io.env, process.platform),
      config: settings.config,
      options: configurableOptions(commands),
      registry: await registryOptions(settings, io),
      registries: operands,
    });
    const columns = settings.columns ?? io.stdout.columns ?? 80;
    const color = wantsColor(settings.color, io.env, io.stdout.isTerminal);
    await io.stdout.write(
      settings.format === 'json'
        ? `${JSON.stringify({ checks: lines }, undefined, 2)}\n`
        : diagnosesText(lines, columns, color),
    );
    return lines.some(({ status }) => status === 'fail') ? EXIT.verdict : EXIT.ok;
  },
});
