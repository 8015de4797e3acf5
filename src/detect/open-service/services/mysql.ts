import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

const EMPTY_ALLOWED = [
  'MYSQL_ALLOW_EMPTY_PASSWORD',
  'MARIADB_ALLOW_EMPTY_PASSWORD',
  'MARIADB_ALLOW_EMPTY_ROOT_PASSWORD',
];

/** Of a command or a line of settings: then only who is in the container reaches it, as while tables are upgraded. */
const NO_NETWORK = /(?:^[^\S\n]*|--)skip[-_]networking\b(?!\s*=\s*(?:0|off|false))/im;

const ROOT_FROM_ANYWHERE = '%root{"access":';

/** An account without password: no plugin is named, or the one of passwords with an empty one, and it is not locked. */
function isOpenRoot(row: string): boolean {
  const [, access = '', rest = ''] = /%root\{"access":(\d{1,20})((?:,[^{}]{0,200})?)\}/i.exec(row) ?? [];
  if (access === '' || access === '0' || /"account_locked":\s{0,2}true/.test(rest)) return false;
  if (!rest.includes('"plugin"')) return true;
  return (
    /"plugin":\s{0,2}"(?:mysql_native_password|mysql_old_password|ed25519)"/.test(rest) &&
    /"authentication_string":\s{0,2}""/.test(rest)
  );
}

/** MySQL and MariaDB: no grant tables, or a root account that may be empty because the image itself says so. */
export const mysql: Service = {
  name: 'MySQL',
  programs: ['mysqld', 'mariadbd', 'mysqld_safe', 'mariadbd-safe'],
  files: ['*.cnf'],
  fix: 'Take the setting out, and have a password set at run time.',
  // The grant table of MariaDB 10.4 and later: a row is host, user and a JSON text, one behind the other.
  data: { literals: [ROOT_FROM_ANYWHERE], files: ['global_priv.MAD'] },
  doors: ({ files, commands, data, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody in as every user, without a password';
    for (const file of files) {
      const lines = activeLines(file.text);
      const line = lines.find(({ text }) =>
        /^\s*skip[-_]grant[-_]tables\s*(?:=\s*(?:1|on|true))?\s*$/i.test(text),
      );
      if (line !== undefined && !lines.some(({ text }) => NO_NETWORK.test(text)))
        doors.push({ lets, severity: 'high', evidence: [file.at(line.number, line.text)] });
    }
    for (const { text, evidence } of commands) {
      if (/--skip[-_]grant[-_]tables\b(?!=(?:0|off))/i.test(text) && !NO_NETWORK.test(text)) {
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
    for (const evidence of data) {
      if (!isOpenRoot(evidence.excerpt)) continue;
      const into = 'root in from anywhere without a password: its data come with the image';
      doors.push({ lets: into, severity: 'high', evidence: [evidence] });
    }
    return doors;
  },
};
