import type { StartStep } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import { type Chain, type Invocation, known, type Program } from './chain.ts';
import { parseIni } from './ini.ts';
import { isFile, lineOf, textOf } from './managers/service-files.ts';
import { globFiles } from './shell/file-globs.ts';

/** Where Debian, Alpine, Fedora and the official images of PHP keep its settings. */
const PLACES = [
  '/usr/local/etc/php/php.ini',
  '/usr/local/etc/php/conf.d/*.ini',
  '/etc/php*/php.ini',
  '/etc/php*/conf.d/*.ini',
  '/etc/php/*/*/php.ini',
  '/etc/php/*/*/conf.d/*.ini',
  '/etc/php.d/*.ini',
  '/etc/php.ini',
];
const RUNS_PHP = /^(?:php(?:-fpm|-cgi)?[\d.]*|apache2(?:-foreground|ctl)?|httpd(?:-foreground)?|frankenphp)$/;

/** The files that PHP's settings put before or behind every page (`auto_prepend_file`), each once an image. */
export function prependedSteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  if (!RUNS_PHP.test(program.name) || chain.budget.hooked.has('php.ini')) return [];
  chain.budget.hooked.add('php.ini');
  const { stdin: _stdin, ...rest } = invocation;
  return PLACES.flatMap((pattern) => globFiles(chain.tree, pattern, '/') ?? []).flatMap((path) =>
    parseIni(textOf(chain, path) ?? '').flatMap(({ key, value, line }) => {
      if (key !== 'auto_prepend_file' && key !== 'auto_append_file') return [];
      const file = value.replace(/^(["'])(.*)\1$/, '$2');
      if (!file.startsWith('/') || !isFile(chain, file)) return [];
      const command = oneLine(`${key} = ${file}`, 300);
      return chain.run({
        ...rest,
        argv: [known('php'), known(file)],
        command,
        place: lineOf(chain, path, line),
      });
    }),
  );
}
