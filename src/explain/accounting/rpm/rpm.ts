import type { DatabaseReader, DatabaseView } from '../database-reader.ts';
import { bdbValues } from './bdb.ts';
import { type RpmPackage, readHeader } from './header.ts';
import { ndbHeaders } from './ndb.ts';
import { secondColumnOf } from './sqlite-rows.ts';

const FOLDERS = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/lib/rpm'];
/** What each of rpm's databases is called, and how its packages' headers are got at. */
const FORMS: readonly (readonly [name: string, read: (bytes: Buffer) => Iterable<Buffer> | undefined])[] = [
  ['rpmdb.sqlite', (bytes) => secondColumnOf(bytes, 'Packages')],
  ['Packages.db', ndbHeaders],
  ['Packages', bdbValues],
];

/** The headers of all packages in each of rpm's databases. */
export function* rpmHeaders(view: Pick<DatabaseView, 'tree' | 'bytes' | 'note'>): Generator<RpmPackage> {
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
        yield one;
      }
      if (packages === 0) view.note(`rpm's /${path} lists no package.`);
    }
  }
}

/** rpm, in each of its databases: a header a package, with the digest of each of its files. */
export const RPM: DatabaseReader = {
  kind: 'rpm',
  read(view) {
    for (const { name, files } of rpmHeaders(view)) {
      view.addPackage(name);
      for (const { path, digest } of files) view.claim(path, name, digest);
    }
  },
};
