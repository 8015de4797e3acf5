import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Mosquitto that lets in clients without a name, on a listener that is not the container's own. */
export const mosquitto: Service = {
  name: 'Mosquitto',
  programs: ['mosquitto'],
  files: ['mosquitto.conf'],
  fix: 'Set allow_anonymous false and a password_file.',
  doors: ({ files }) => {
    const doors: OpenDoor[] = [];
    for (const file of files) {
      const lines = activeLines(file.text);
      const open = lines.find(({ text }) => /^\s*allow_anonymous\s+true\b/i.test(text));
      const heard = lines.some(
        ({ text }) => /^\s*listener\s+\d+(?:\s|$)/i.test(text) && !/127\.0\.0\.1|localhost|::1/.test(text),
      );
      if (open === undefined || !heard) continue;
      doors.push({
        lets: 'anybody read and send every message',
        severity: 'medium',
        evidence: [file.at(open.number, open.text)],
      });
    }
    return doors;
  },
};
