import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

const on = (name: string): RegExp => new RegExp(`^\\s*${name}\\s*=\\s*YES\\b`, 'i');

/** vsftpd that takes files from people without a name. */
export const ftp: Service = {
  name: 'vsftpd',
  programs: ['vsftpd'],
  files: ['vsftpd.conf'],
  fix: 'Set anonymous_enable=NO.',
  doors: ({ files }) => {
    const doors: OpenDoor[] = [];
    for (const file of files) {
      const lines = activeLines(file.text);
      const anonymous = lines.find(({ text }) => on('anonymous_enable').test(text));
      const upload = lines.find(({ text }) =>
        on('anon_(?:upload|mkdir_write|other_write)_enable').test(text),
      );
      if (anonymous === undefined || upload === undefined) continue;
      doors.push({
        lets: 'anybody upload files without a name',
        severity: 'medium',
        evidence: [file.at(anonymous.number, anonymous.text), file.at(upload.number, upload.text)],
      });
    }
    return doors;
  },
};
