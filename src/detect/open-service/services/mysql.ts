import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

const EMPTY_ALLOWED = [
  'MYSQL_ALLOW_EMPTY_PASSWORD',
  'MARIADB_ALLOW_EMPTY_PASSWORD',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
];

/** MySQL and MariaDB: no grant tables, or a root account that may be empty because the image itself says so. */
export const mysql: Service = {
  name: 'MySQL',
  programs: ['mysqld', 'mariadbd', 'mysqld_safe', 'mariadbd-safe'],
  files: ['*.cnf'],
  fix: 'Take the setting out, and have a password set at run time.',
  doors: ({ files, commands, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody in as every user, without a password';
    for (const file of files) {
      const line = activeLines(file.text).find(({ text }) =>
        /^\s*skip[-_]grant[-_]tables\s*(?:=\s*(?:1|on|true))?\s*$/i.test(text),
      );
      if (line !== undefined)
        doors.push({ lets, severity: 'high', evidence: [file.at(line.number, line.text)] });
    }
    for (const { text, evidence } of commands) {
      if (/--skip[-_]grant[-_]tables\b(?!=(?:0|off))/i.test(text)) {
        doors.push({ lets, severity: 'high', evidence: [evidence] });
      }
    }
    // An entrypoint that handles the variable is ordinary; an image that sets it has decided.
    for (const name of EMPTY_ALLOWED) {
      const set = variable(name);
      if (set !== undefined && set.value !== '') {
        doors.push({ lets: 'root in without a password', severity: 'medium', evidence: [set.evidence] });
      }
    }
    return doors;
  },
};
