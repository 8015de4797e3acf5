import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** MongoDB told to ask nobody for a password, where it listens beyond the container. That it does so untold is no setting. */
export const mongodb: Service = {
  name: 'MongoDB',
  programs: ['mongod', 'mongos'],
  files: ['mongod.conf', 'mongodb.conf', 'mongos.conf'],
  fix: 'Set security.authorization: enabled, and make its users at run time.',
  doors: ({ files, commands }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody read, change and delete everything';
    for (const file of files) {
      const lines = activeLines(file.text);
      const off = lines.find(({ text }) =>
        /^\s*(?:authorization\s*:\s*["']?disabled|noauth\s*=\s*true|auth\s*=\s*false)\b/i.test(text),
      );
      const beyond = lines.some(({ text }) =>
        /^\s*(?:bindIp\s*:|bind_ip\s*=)[^#]{0,200}(?:0\.0\.0\.0|\*|::(?:$|[,"'\s]))|^\s*bindIpAll\s*:\s*true\b/i.test(
          text,
        ),
      );
      if (off !== undefined && beyond) {
        doors.push({ lets, severity: 'medium', evidence: [file.at(off.number, off.text)] });
      }
    }
    for (const { text, evidence } of commands) {
      if (/\s--noauth\b/.test(text) && /--bind_ip(?:_all\b|[= ]\S{0,200}(?:0\.0\.0\.0|\*))/.test(text)) {
        doors.push({ lets, severity: 'medium', evidence: [evidence] });
      }
    }
    return doors;
  },
};
