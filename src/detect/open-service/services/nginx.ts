import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** A web server that lists the whole file system. */
export const nginx: Service = {
  name: 'nginx',
  programs: ['nginx', 'openresty'],
  files: ['*.conf'],
  fix: 'Name the folder that is meant, and leave autoindex off.',
  doors: ({ files }) =>
    files.flatMap((file): readonly OpenDoor[] => {
      const lines = activeLines(file.text);
      const root = lines.find(({ text }) => /(?:^|[\s{;])(?:root|alias)\s+["']?\/["']?\s*;/.test(text));
      const index = lines.find(({ text }) => /(?:^|[\s{;])autoindex\s+on\s*;/.test(text));
      if (root === undefined || index === undefined) return [];
      return [
        {
          lets: 'anybody read every file of the container',
          severity: 'medium',
          evidence: [file.at(root.number, root.text), file.at(index.number, index.text)],
        },
      ];
    }),
};
