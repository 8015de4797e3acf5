import type { StartStep } from '../explanation.ts';
import { oneLine } from '../printable.ts';
import { LineIndex } from '../program-text/line-index.ts';
import { type Chain, type Invocation, known, type Program } from './chain.ts';
import { firstGroup } from './first-group.ts';
import { isFile, lineOf, textOf } from './managers/service-files.ts';
import { globFiles } from './shell/file-globs.ts';

/** Where Debian, Alpine, Fedora and the official images of PHP keep its settings. */
export const PHP_PLACES: readonly string[] = [
  '/usr/local/etc/php/php.ini',
  '/usr/local/etc/php/conf.d/*.ini',
  '/etc/php*/php.ini',
  '/etc/php*/conf.d/*.ini',
  '/etc/php/*/*/php.ini',
  '/etc/php/*/*/conf.d/*.ini',
  '/etc/php.d/*.ini',
  '/etc/php.ini',
  // What a folder or a pool sets for its own pages.
  '/var/www/html/.user.ini',
  '/var/www/html/.htaccess',
  '/var/www/html/public/.htaccess',
  '/usr/local/etc/php-fpm.d/*.conf',
  '/etc/php*/php-fpm.d/*.conf',
  '/etc/php/*/fpm/pool.d/*.conf',
  '/etc/php-fpm.d/*.conf',
  '/usr/local/apache2/conf/httpd.conf',
  '/etc/apache2/apache2.conf',
  '/etc/apache2/conf-enabled/*.conf',
  '/etc/apache2/sites-enabled/*.conf',
  '/etc/httpd/conf.d/*.conf',
];
const SETTING =
  /^[ \t]{0,40}(?:php_(?:admin_)?value(?:\[|[ \t]{1,20}))?auto_(?:pre|ap)pend_file\]?[ \t]{0,20}[= \t][ \t]{0,20}(?:"([^"\n]{1,500})"|'([^'\n]{1,500})'|([^\s;"']{1,500}))/gim;
const RUNS_PHP = /^(?:php(?:-fpm|-cgi)?[\d.]*|apache2(?:-foreground|ctl)?|httpd(?:-foreground)?|frankenphp)$/;

/** The files that PHP's settings put before or behind every page (`auto_prepend_file`), each once an image. */
export function prependedSteps(chain: Chain, invocation: Invocation, program: Program): readonly StartStep[] {
  if (!RUNS_PHP.test(program.name) || chain.budget.hooked.has('php.ini')) return [];
  chain.budget.hooked.add('php.ini');
  const { stdin: _stdin, ...rest } = invocation;
  return [...told(invocation), ...PHP_PLACES]
    .flatMap((pattern) => globFiles(chain, pattern, '/', 1000) ?? [])
    .flatMap((path) =>
      settingsIn(textOf(chain, path) ?? '').flatMap(({ text, file, line }) => {
        if (!file.startsWith('/') || !isFile(chain, file)) return [];
        const command = oneLine(text, 300);
        return chain.run({
          ...rest,
          argv: [known('php'), known(file)],
          command,
          place: lineOf(chain, path, line),
        });
      }),
    );
}

/** Folders and files that PHPRC and PHP_INI_SCAN_DIR name. */
function told({ environment: { variables } }: Invocation): readonly string[] {
  const ini = variables.get('PHPRC') ?? '';
  const folders = (variables.get('PHP_INI_SCAN_DIR') ?? '').split(':', 20).filter((folder) => folder !== '');
  return [...(ini === '' ? [] : [ini, `${ini}/php.ini`]), ...folders.map((folder) => `${folder}/*.ini`)];
}

function settingsIn(text: string): readonly { text: string; file: string; line: number }[] {
  const index = new LineIndex(text);
  return [...text.matchAll(SETTING)].map((match) => ({
    text: match[0].trim(),
    file: firstGroup(match) ?? '',
    line: index.lineAt(match.index + match[0].length - 1),
  }));
}
