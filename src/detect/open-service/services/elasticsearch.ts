import type { Line } from '../../text/lines.ts';
import { activeLines } from '../active-lines.ts';
import type { OpenDoor, Service } from '../service.ts';

/** Elasticsearch and OpenSearch with security switched off by the image, listening beyond the container itself. */
export const elasticsearch: Service = {
  name: 'Elasticsearch',
  programs: ['elasticsearch', 'opensearch', 'elastic-entrypoint.sh'],
  files: ['elasticsearch.yml', 'opensearch.yml'],
  fix: 'Leave security on, and give it its passwords at run time.',
  doors: ({ files, variable }) => {
    const doors: OpenDoor[] = [];
    const lets = 'anybody read and delete everything';
    for (const file of files) {
      const lines = activeLines(file.text);
      const off = lines.find(({ text }) =>
        /^\s*(?:xpack\.security\.enabled\s*:\s*["']?false|plugins\.security\.disabled\s*:\s*["']?true)\b/i.test(
          text,
        ),
      );
      if (off !== undefined && lines.some(isPublic)) {
        doors.push({ lets, severity: 'medium', evidence: [file.at(off.number, off.text)] });
      }
    }
    const set = variable('xpack.security.enabled');
    if (set?.value === 'false') doors.push({ lets, severity: 'medium', evidence: [set.evidence] });
    return doors;
  },
};

function isPublic({ text }: Line): boolean {
  return /^\s*(?:network\.host|http\.host|network\.bind_host)\s*:\s*["'[]{0,2}(?:0\.0\.0\.0|::|_global_|_site_)/.test(
    text,
  );
}
