import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** MongoDB that is told to ask nobody who he is. That it asks nobody unless told to is its default, and no setting. */
export const mongodb: Service = {
  name: 'MongoDB',
  programs: ['mongod', 'mongos'],
  files: ['mongod.conf', 'mongodb.conf', 'mongos.conf'],
  fix: 'Set security.authorization to enabled, and make users at run time.',
  doors: ({ files, commands }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody read and write every database';
    for (const file of files) {
      const line = activeLines(file.text).find(({ text }) =>
        /^\s*(?:authorization\s*:\s*["']?disabled|noauth\s*=\s*true|auth\s*=\s*false)\b/i.test(text),
      );
      if (line !== undefined)
        doors.push({ lets, severity: 'medium', evidence: [file.at(line.number, line.text)] });
    }
    for (const { text, evidence } of commands) {
      if (/(?:^|\s)["']?--noauth\b/.test(text))
        doors.push({ lets, severity: 'medium', evidence: [evidence] });
    }
    return doors;
  },
};
