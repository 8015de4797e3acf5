import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** `host all all 0.0.0.0/0 trust` (PostgreSQL, pg_hba.conf): from everywhere, not only from the container itself. */
const TRUST =
  /^\s*host(?:ssl|nossl|gssenc|nogssenc)?\s+\S+\s+\S+\s+(?:all|samenet|0\.0\.0\.0\/0|::\/0|::0\/0|0\.0\.0\.0\s+0\.0\.0\.0)\s+trust\b/i;

export const postgres: Service = {
  name: 'PostgreSQL',
  programs: ['postgres', 'postmaster', 'pg_ctl', 'pg_ctlcluster'],
  files: ['pg_hba.conf'],
  fix: 'Use scram-sha-256 for what comes from outside, and have a password set at run time.',
  doors: ({ files, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody in as every user, without a password';
    for (const file of files) {
      const line = activeLines(file.text).find(({ text }) => TRUST.test(text));
      if (line !== undefined) {
        doors.push({ lets, severity: 'medium', evidence: [file.at(line.number, line.text)] });
      }
    }
    const method = variable('POSTGRES_HOST_AUTH_METHOD');
    if (method?.value === 'trust') doors.push({ lets, severity: 'medium', evidence: [method.evidence] });
    return doors;
  },
};
