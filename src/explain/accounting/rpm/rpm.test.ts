import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { accountLayers, hexOf } from '../../../../testkit/accounting.ts';
import { bdbFile, ndbFile, rpmHeader } from '../../../../testkit/rpm.ts';

/** Packages of all sizes: on one page, on many, and so many that the tree has inner pages. */
const HEADERS = Array.from({ length: 300 }, (_, i) =>
  rpmHeader(
    `p${i}`,
    Array.from({ length: i % 50 === 0 ? 400 : 2 }, (__, j) => [
      `/usr/bin/p${i}-${j}`,
      hexOf('sha256', `p${i}-${j}`),
    ]),
  ),
);
const FILES = {
  'usr/bin/p0-399': { elf: 'p0-399' },
  'usr/bin/p7-1': { elf: 'p7-1' },
  'usr/bin/p299-0': { elf: 'doctored' },
  'usr/bin/none': { elf: 'none' },
};

/** As SQLite itself writes it. */
function sqliteFile(headers: readonly Buffer[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'clearpull-rpm-'));
  try {
    const database = new DatabaseSync(join(folder, 'x'));
    database.exec('CREATE TABLE Name (key TEXT, hnum INTEGER)');
    database.exec('CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)');
    const insert = database.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const header of headers) insert.run(header);
    database.close();
    return readFileSync(join(folder, 'x'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SQLITE = sqliteFile(HEADERS);
const FORMS: readonly (readonly [path: string, bytes: Buffer])[] = [
  ['var/lib/rpm/rpmdb.sqlite', SQLITE],
  ['usr/lib/sysimage/rpm/rpmdb.sqlite', SQLITE],
  ['usr/lib/sysimage/rpm/Packages.db', ndbFile(HEADERS.slice(0, 250).concat(HEADERS.slice(299)))],
  ['var/lib/rpm/Packages', bdbFile([...HEADERS.slice(0, 40), ...HEADERS.slice(299)])],
];

describe.each(FORMS)('rpm database %s', (path, bytes) => {
  it('lists every file with its digest', () => {
    const found = accountLayers([{ ...FILES, [path]: bytes }]);
    expect(found).toMatchObject({
      total: 4,
      accounted: 2,
      withoutDigest: 0,
      changed: 1,
      unlisted: 1,
      notes: [],
    });
    expect(found.changedFiles[0]?.why).toBe('Package p299 (rpm) lists it with another sha256.');
  });

  it('cut off anywhere, or with any byte changed, the rest goes on', () => {
    for (let cut = 0; cut < bytes.length; cut += 9973) {
      const damaged = Buffer.from(bytes);
      damaged.fill(0xff, cut, cut + 64);
      for (const one of [bytes.subarray(0, cut), damaged]) {
        expect(accountLayers([{ ...FILES, [path]: one }]).total).toBe(4);
      }
    }
  });

  it('that is none is told', () => {
    const { notes } = accountLayers([{ ...FILES, [path]: Buffer.alloc(10_000, 'x') }]);
    expect(notes.join()).toContain(`/${path} could not be read`);
  });
});
