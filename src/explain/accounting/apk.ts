import type { DatabaseReader } from './database-reader.ts';
import type { NotedDigest } from './ledger.ts';
import { linesOf } from './lines.ts';

const PLACES = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];
/** apk-tools: `Q1` is sha1, `Q2` sha256, both base64. */
const ALGORITHMS = { Q1: ['sha1', 20], Q2: ['sha256', 32] } as const;

/**
 * apk's one database (apk-tools, doc/apk-package(5) "installed database"): a paragraph a package, P: its name, F: a
 * folder, R: a file in it, Z: the checksum of that file.
 */
export const APK: DatabaseReader = {
  kind: 'apk',
  read(view) {
    for (const place of PLACES) {
      const text = view.text(place);
      if (text === undefined) continue;
      let owner: string | undefined;
      let folder = '';
      let file: string | undefined;
      const endFile = (digest?: NotedDigest): void => {
        if (file !== undefined && owner !== undefined) {
          view.claim(folder === '' ? file : `${folder}/${file}`, owner, digest);
        }
        file = undefined;
      };
      for (const line of linesOf(text)) {
        const value = line.slice(2);
        const field = line.slice(0, 2);
        if (field === 'Z:') endFile(digestOf(value));
        else if (field === 'R:' || field === 'F:' || field === 'P:' || line === '') {
          endFile();
          if (field === 'R:') file = value;
          else if (field === 'F:') folder = value;
          else if (field === 'P:') view.addPackage(value);
          if (field === 'P:') owner = value;
          if (line === '') owner = undefined;
        }
      }
      endFile();
      return;
    }
    const there = PLACES.find((place) => view.tree.get(place)?.entry.kind === 'file');
    if (there !== undefined) view.note(`apk's /${there} could not be read.`);
  },
};

function digestOf(text: string): NotedDigest | undefined {
  const known = ALGORITHMS[text.slice(0, 2) as keyof typeof ALGORITHMS];
  if (known === undefined) return undefined;
  const bytes = Buffer.from(text.slice(2), 'base64');
  return bytes.length === known[1] ? { algorithm: known[0], hex: bytes.toString('hex') } : undefined;
}
