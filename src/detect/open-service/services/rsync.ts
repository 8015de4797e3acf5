import type { Line } from '../../text/lines.ts';
import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** An rsync module over the root folder that anybody may write to. */
export const rsync: Service = {
  name: 'rsync',
  programs: ['rsync', 'rsyncd'],
  files: ['rsyncd.conf'],
  fix: 'Share only the folder that is meant, read-only, with auth users.',
  doors: ({ files }) =>
    files.flatMap((file): readonly OpenDoor[] => {
      const lines = activeLines(file.text);
      const find = (pattern: RegExp): Line | undefined => lines.find(({ text }) => pattern.test(text));
      const root = find(/^\s*path\s*=\s*\/\s*$/i);
      const writable = find(/^\s*read\s+only\s*=\s*(?:no|false|0)\b/i);
      if (root === undefined || writable === undefined || find(/^\s*auth\s+users\s*=/i) !== undefined)
        return [];
      const evidence = [file.at(root.number, root.text), file.at(writable.number, writable.text)] as const;
      return [{ lets: 'anybody overwrite every file', severity: 'high', evidence }];
    }),
};
