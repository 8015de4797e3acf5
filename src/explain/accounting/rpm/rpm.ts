import type { DatabaseReader } from '../database-reader.ts';
import { bdbValues } from './bdb.ts';
import { readHeader } from './header.ts';
import { ndbHeaders } from './ndb.ts';
import { secondColumnOf } from './sqlite-rows.ts';

const FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/lib/rpm'];
/** What each of rpm's databases is called, and how its packages' headers are got at. */
const FORMS: readonly (readonly [name: string, read: (bytes: Buffer) => Iterable<Buffer> | undefined])[] = [
  ['rpmdb.sqlite', (bytes) => secondColumnOf(bytes, 'Packages')],
  ['Packages.db', ndbHeaders],
  ['Packages', bdbValues],
];

/** rpm, in each of its databases: a header a package, with the digest of each of its files. */
export const RPM: DatabaseReader = {
  kind: 'rpm',
  read(view) {
    for (const folder of FOLDERS) {
      for (const [name, read] of FORMS) {
        const path = `${folder}/${name}`;
        const size = view.tree.get(path)?.entry.size ?? 0;
        if (size === 0) continue;
        const bytes = view.bytes(path);
        const headers = bytes === undefined ? undefined : read(bytes);
        if (headers === undefined) {
          view.note(`rpm's /${path} could not be read: it is damaged, or larger than maxDatabaseBytes.`);
          continue;
        }
        let packages = 0;
        for (const bytesOfOne of headers) {
          const one = readHeader(bytesOfOne);
          if (one === undefined) continue;
          packages++;
          view.addPackage(one.name);
          for (const { path: file, digest } of one.files) view.claim(file, one.name, digest);
        }
        if (packages === 0) view.note(`rpm's /${path} lists no package.`);
      }
    }
  },
};
