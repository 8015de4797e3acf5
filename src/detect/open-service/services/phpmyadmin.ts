import { lineAt } from '../../text/lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** A statement of its own, not the rest of a comment. */
const START = String.raw`(?:^|[;{]|<\?php)[^\S\n]*`;
const LOGIN = new RegExp(
  String.raw`${START}\$cfg\[['"]Servers['"]\]\[[^\]]{1,20}\]\[['"]auth_type['"]\]\s*=\s*['"]config['"]`,
  'm',
);
const USER = new RegExp(
  String.raw`${START}\$cfg\[['"]Servers['"]\]\[[^\]]{1,20}\]\[['"]user['"]\]\s*=\s*['"][^'"$]{1,64}['"]`,
  'm',
);

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
