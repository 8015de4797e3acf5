import { wantsColor } from '../color.ts';
import { type DoctorCheck, ok, warn } from './doctor-check.ts';

/** How a report would look here. */
export const checkTerminal: DoctorCheck = ({ io: { env, stdout } }) => {
  const kind = stdout.isTerminal ? (env['TERM'] ?? 'no TERM') : 'a file or pipe';
  const color = wantsColor('auto', env, stdout.isTerminal) ? 'colours' : 'no colours';
  const columns = stdout.columns ?? 80;
  const text = `${kind}, ${columns} columns, ${color}`;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const lines = [
    columns < 60 ? warn('terminal', text, 'Reports need 60 columns; lines will wrap.') : ok('terminal', text),
  ];
  if (stdout.isTerminal && process.platform !== 'win32' && !/utf-?8/i.test(locale)) {
    lines.push(
      warn(
        'characters',
        `${locale === '' ? 'no locale' : locale}: signs such as ✔ may not show`,
        'Set LANG=C.UTF-8.',
      ),
    );
  }
  return Promise.resolve(lines);
};
