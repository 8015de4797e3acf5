import { ClearpullError } from '../../base/errors.ts';
import { loadConfig } from '../config/find-config.ts';
import { resolveSettings } from '../settings.ts';
import { type DoctorCheck, fail, ok, warn } from './doctor-check.ts';

/** Configuration files and variables: whether they can be used, and where they loosen what protects. */
export const checkSettings: DoctorCheck = async ({ io, config, options }) => {
  try {
    const files = await loadConfig(config, io.env, io.cwd, options);
    const { values, notes, origins } = resolveSettings(options, { flags: {}, env: io.env, files });
    const named = files.length === 0 ? 'no file' : files.map(({ path }) => path).join(', ');
    return [
      ok('configuration', named),
      ...notes.map((note) => warn('configuration', note, 'Name the file with --config if it is yours.')),
      ...(values['insecure'] === true
        ? [
            warn(
              'configuration',
              `insecure is on, by ${origins.get('insecure')?.text}`,
              'Certificates are not verified; give --cacert instead.',
            ),
          ]
        : []),
    ];
  } catch (error) {
    if (!(error instanceof ClearpullError)) throw error;
    return [fail('configuration', error.message, error.hint ?? 'See: clearpull config show')];
  }
};
