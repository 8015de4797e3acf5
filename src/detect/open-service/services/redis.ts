import type { Line } from '../../text/lines.ts';
import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Redis whose protected mode somebody switched off, without a password or a user. The compiled-in default is no setting. */
export const redis: Service = {
  name: 'Redis',
  programs: ['redis-server', 'valkey-server', 'keydb-server'],
  files: ['*.conf'],
  fix: 'Leave protected-mode on, or set requirepass or users at run time.',
  doors: ({ files, commands }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody read and write everything, and load modules that run programs';
    for (const file of files) {
      const lines = activeLines(file.text);
      // Settings of Sentinel, which is open as it ships and has no data; a server ends at them.
      if (lines.some(({ text }) => /^\s*sentinel\s+\S/i.test(text))) continue;
      const off = lines.find(({ text }) => /^\s*protected-mode\s+no\b/i.test(text));
      if (off !== undefined && !lines.some(hasPassword)) {
        doors.push({ lets, severity: 'medium', evidence: [file.at(off.number, off.text)] });
      }
    }
    for (const { text, evidence } of commands) {
      if (/--protected-mode\s+["']?no\b/i.test(text) && !/--(?:requirepass|aclfile|user)\b/i.test(text)) {
        doors.push({ lets, severity: 'medium', evidence: [evidence] });
      }
    }
    return doors;
  },
};

function hasPassword({ text }: Line): boolean {
  return /^\s*(?:requirepass\s+\S|aclfile\s+\S|user\s+default\s)/i.test(text);
}
