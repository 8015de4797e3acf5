import { lineAt } from '../../text/lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Every interface, or none named: not 127.0.0.1. */
const PLAIN = /tcp:\/\/(?:0\.0\.0\.0|\[::\]|\*)?:\d{2,5}/;

/** A Docker daemon that listens on the network without asking for a certificate: whoever reaches it owns the host. */
export const docker: Service = {
  name: 'The Docker daemon',
  programs: ['dockerd', 'docker-init.sh', 'dockerd-entrypoint.sh'],
  files: ['daemon.json'],
  fix: 'Listen on the Unix socket only, or with --tlsverify.',
  doors: ({ files, commands }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody start containers with all rights';
    for (const file of files) {
      const host = PLAIN.exec(file.text);
      if (host === null || /"tlsverify"\s*:\s*true/.test(file.text)) continue;
      const line = lineAt(file.text, host.index);
      doors.push({ lets, severity: 'high', evidence: [file.at(line, host[0])] });
    }
    for (const { text, evidence } of commands) {
      if (PLAIN.test(text) && !/--tlsverify\b(?!=false)/.test(text)) {
        doors.push({ lets, severity: 'high', evidence: [evidence] });
      }
    }
    return doors;
  },
};
