import { lineAt } from '../../text/lines.ts';
import type { OpenDoor, Service } from '../service.ts';

const LOGIN = setting('auth_type', 'config');
const USER = setting('user', String.raw`[^'"$]{1,64}`);

/** A server's setting as a statement of its own, not the rest of a comment. */
function setting(key: string, value: string): RegExp {
  const start = String.raw`(?:^|[;{]|<\?php)[^\S\n]*`;
  const name = String.raw`\$cfg\[['"]Servers['"]\]\[[^\]]{1,20}\]\[['"]${key}['"]\]`;
  return new RegExp(String.raw`${start}${name}\s*=\s*['"]${value}['"]`, 'm');
}

/** phpMyAdmin that logs in by itself: whoever opens the page is in the database. */
export const phpmyadmin: Service = {
  name: 'phpMyAdmin',
  programs: ['apache2', 'httpd', 'apache2-foreground', 'php-fpm', 'nginx', 'php', 'lighttpd', 'caddy'],
  files: ['config.inc.php', 'config.user.inc.php'],
  fix: 'Set auth_type to cookie, so that whoever comes has to log in.',
  doors: ({ files }) =>
    files.flatMap((file): readonly OpenDoor[] => {
      const login = LOGIN.exec(file.text);
      if (login === null || !USER.test(file.text)) return [];
      const line = lineAt(file.text, login.index + login[0].search(/\$cfg/));
      const lets = 'anybody into the database from a web page';
      return [{ lets, severity: 'high', evidence: [file.at(line, login[0])] }];
    }),
};
