import { EXIT } from '../exit-codes.ts';
import { CHECK_OPTIONS, COMMON_OPTIONS, optionsNamed, TEXT_OR_JSON } from '../options.ts';
import type { CheckSettings } from '../settings.ts';
import { defineCommand } from './command.ts';
import { configurableOptions } from './find-command.ts';

/** Of a check's settings those that say how to reach registries, and where the cache is. */
type DoctorSettings = Omit<CheckSettings, 'format'> & { readonly format: 'text' | 'json' };

export const doctor = defineCommand<DoctorSettings>({
  name: 'doctor',
  summary: 'look whether everything is in place on this machine',
  about: ['Sends nothing anywhere, except to the registries that are named. Secrets are never shown.'],
  group: 'Keeping house',
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
    ['2', 'the command line is wrong'],
  ],
  async run({ operands, settings, io, log, commands }) {
    const [{ checkOptions }, { diagnosesText, examine }, { cacheFolder }, { wantsColor }] = await Promise.all(
      [
        import('../check.ts'),
        import('../doctor/doctor.ts'),
        import('../cache-folder.ts'),
        import('../color.ts'),
      ],
    );
    const { format, ...rest } = settings;
    const { registry } = await checkOptions({ ...rest, format: 'text', cache: false }, io, log);
    const lines = await examine({
      io,
      cacheFolder: settings.cacheDir ?? cacheFolder(io.env, process.platform),
      config: settings.config,
      options: configurableOptions(commands),
      registry,
      registries: operands,
    });
    const columns = settings.columns ?? io.stdout.columns ?? 80;
    const color = wantsColor(settings.color, io.env, io.stdout.isTerminal);
    await io.stdout.write(
      format === 'json'
        ? `${JSON.stringify({ checks: lines }, undefined, 2)}\n`
        : diagnosesText(lines, columns, color),
    );
    return lines.some(({ status }) => status === 'fail') ? EXIT.verdict : EXIT.ok;
  },
});
