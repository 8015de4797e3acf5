import { isWeakPassword, settingsOf } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** CouchDB whose administrator has a password in plain text that everybody tries first. Hashed ones are left alone. */
export const couchdb: Service = {
  name: 'CouchDB',
  programs: ['couchdb'],
  files: ['*.ini'],
  fix: 'Set COUCHDB_USER and COUCHDB_PASSWORD at run time.',
  doors: ({ files, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'in as its administrator whoever tries a common password';
    for (const file of files) {
      for (const { section, value, line } of settingsOf(file.text)) {
        if (section !== 'admins' || value.startsWith('-') || !isWeakPassword(value)) continue;
        doors.push({ lets, severity: 'high', evidence: [file.at(line.number, line.text)] });
      }
    }
    const password = variable('COUCHDB_PASSWORD');
    if (password !== undefined && isWeakPassword(password.value))
      doors.push({ lets, severity: 'high', evidence: [password.evidence] });
    return doors;
  },
};
