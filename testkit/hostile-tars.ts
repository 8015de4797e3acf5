import { padded, paxRecords, type TarItem, tar, tarHeader } from './tar.ts';

/** An archive that a tar reader must survive: it ends, in bounded time and memory, and says what it left out. */
export interface HostileTar {
  readonly name: string;
  readonly bytes: Buffer;
  /** What is wrong with it, for a person. */
  readonly what: string;
}

const END = Buffer.alloc(1024);
const AFTER = tar([{ path: 'after', data: 'still here' }]);
const DATA = padded(Buffer.from('12345'));

/** Every archive is made anew, by name in a fixed order. */
export function hostileTars(): readonly HostileTar[] {
  return [
    ...brokenHeaders(),
    ...lyingSizes(),
    ...badExtensions(),
    ...badPaths(),
    ...badLinks(),
    ...badEnds(),
  ];
}

function brokenHeaders(): HostileTar[] {
  const name = 'f';
  const size = 5;
  return [
    hostile('bad-checksum', 'a header whose checksum is wrong', [tarHeader({ name, checksum: 1 }), AFTER]),
    hostile('truncated-header', 'ends inside a header', [tarHeader({ name }).subarray(0, 300)]),
    hostile('truncated-data', 'ends inside the bytes of a file', [tarHeader({ name, size: 5000 }), DATA]),
    hostile('lone-header', 'a header that announces bytes, and nothing else', [tarHeader({ name, size })]),
    hostile('letters-for-size', 'a size field that is no number', [
      tarHeader({ name, size: Buffer.from('notanumber!!') }),
      AFTER,
    ]),
    hostile('unknown-typeflag', 'a type that nobody defined, with data', [
      tarHeader({ name, size, typeflag: 'Z' }),
      DATA,
      AFTER,
    ]),
    hostile('old-v7', 'a header from before ustar, without magic', [
      tarHeader({ name, size, magic: '', typeflag: '\0' }),
      DATA,
      AFTER,
    ]),
    hostile('v7-folder', 'a folder that only its trailing slash tells', [
      tarHeader({ name: 'd/', magic: '', typeflag: '\0' }),
      AFTER,
    ]),
    hostile('folder-with-data', 'a folder whose header announces bytes', [
      tarHeader({ name: 'd/', typeflag: '5', size }),
      DATA,
      AFTER,
    ]),
    hostile('full-fields', 'name and link name that fill their fields without a NUL', [
      tarHeader({ name: 'n'.repeat(100), linkname: 'l'.repeat(100), typeflag: '2', prefix: 'p'.repeat(155) }),
      AFTER,
    ]),
  ];
}

function lyingSizes(): HostileTar[] {
  const negative = Buffer.alloc(12, 0xff);
  const huge = Buffer.from([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  const pax = (records: Record<string, string>): Buffer => paxHeader(paxRecords(records));
  const file = Buffer.concat([tarHeader({ name: 'f', size: 5 }), DATA, AFTER]);
  return [
    hostile('huge-octal-size', 'eight GiB announced', [tarHeader({ name: 'f', size: 0o77777777777 }), DATA]),
    hostile('huge-base256-size', 'more bytes announced than a number holds', [
      tarHeader({ name: 'f', size: huge }),
      DATA,
    ]),
    hostile('negative-base256-size', 'a negative size', [tarHeader({ name: 'f', size: negative }), AFTER]),
    hostile('pax-size-contradicts', 'PAX says 1024 bytes, the header 5', [pax({ size: '1024' }), file]),
    hostile('pax-size-negative', 'PAX says a negative size', [pax({ size: '-512' }), file]),
    hostile('pax-size-words', 'PAX says a size that is no number', [pax({ size: '0x200' }), file]),
    hostile('pax-size-huge', 'PAX says more bytes than a number holds', [
      pax({ size: '9'.repeat(30) }),
      file,
    ]),
  ];
}

function badExtensions(): HostileTar[] {
  const file = Buffer.concat([tarHeader({ name: 'f', size: 5 }), DATA, AFTER]);
  const longName = (name: string | Buffer, size = name.length): Buffer =>
    Buffer.concat([
      tarHeader({ name: '././@LongLink', typeflag: 'L', size, magic: 'ustar  \0' }),
      padded(Buffer.from(name)),
    ]);
  return [
    hostile('pax-length-too-long', 'a PAX record that claims to go past its header', [
      paxHeader(Buffer.from('999 path=evil\n')),
      file,
    ]),
    hostile('pax-length-too-short', 'a PAX record that ends inside its key', [
      paxHeader(Buffer.from('5 path=evil\n')),
      file,
    ]),
    hostile('pax-length-zero', 'a PAX record of no length', [paxHeader(Buffer.from('0 path=evil\n')), file]),
    hostile('pax-no-equals', 'a PAX record without a value', [paxHeader(Buffer.from('9 pathxx\n')), file]),
    hostile('pax-garbage', 'PAX records that are none', [paxHeader(Buffer.from('\x00\xff garbage')), file]),
    hostile('pax-alone', 'a PAX header that nothing follows', [paxHeader(paxRecords({ path: 'evil' })), END]),
    hostile('pax-twice', 'two PAX headers before one file', [
      paxHeader(paxRecords({ path: 'first' })),
      paxHeader(paxRecords({ path: 'second' })),
      file,
    ]),
    hostile('pax-megabytes', 'two MiB of PAX records before one file', [
      paxHeader(paxRecords({ comment: 'c'.repeat(2 * 1024 * 1024) })),
      file,
    ]),
    hostile('pax-empty-path', 'PAX says an empty path', [paxHeader(paxRecords({ path: '' })), file]),
    hostile('pax-prototype', 'PAX keys that are names of an object', [
      paxHeader(paxRecords({ __proto: 'x', constructor: 'x', ['__proto__']: 'x' })),
      file,
    ]),
    hostile('pax-global', 'a global PAX header that renames everything', [
      tarHeader({ name: 'pax_global_header', typeflag: 'g', size: paxRecords({ path: 'evil' }).length }),
      padded(paxRecords({ path: 'evil' })),
      file,
    ]),
    hostile('gnu-long-name-without-end', 'a long name without its NUL', [longName('n'.repeat(600)), file]),
    hostile('gnu-long-name-huge', 'a long name that announces a GiB', [longName('short', 2 ** 30), file]),
    hostile('gnu-long-name-alone', 'a long name that nothing follows', [longName('n'.repeat(200)), END]),
    hostile('gnu-sparse', 'a GNU sparse file', [
      tarHeader({ name: 'sparse', typeflag: 'S', size: 5, magic: 'ustar  \0' }),
      DATA,
      AFTER,
    ]),
    hostile('pax-sparse', 'a sparse file as PAX tells it, with a size of a TiB', [
      paxHeader(paxRecords({ 'GNU.sparse.major': '1', 'GNU.sparse.realsize': '1099511627776' })),
      file,
    ]),
  ];
}

function badPaths(): HostileTar[] {
  const named = (name: string, what: string, path: string | Buffer): HostileTar =>
    hostile(name, what, [tarHeader({ name: path, size: 5 }), DATA, AFTER]);
  const long = (path: string): Buffer =>
    Buffer.concat([paxHeader(paxRecords({ path })), tarHeader({ name: 'f' })]);
  return [
    named('dot-dot', 'a path that climbs out', '../../../etc/cron.d/evil'),
    named('dot-dot-inside', 'a path that climbs and comes back', 'a/../../b/./../etc/passwd'),
    named('absolute', 'an absolute path', '/etc/passwd'),
    named('only-dots', 'a file that is the root', '..'),
    named('empty-name', 'a file without a name', ''),
    named('newline', 'a name with a line end', 'a\nFAKE: all is well'),
    named('escape', 'a name that speaks to the terminal', 'a\x1b[2J\x1b]0;owned\x07'),
    named('bidi', 'a name that reads backwards', Buffer.from('photo_\u202Egnp.exe')),
    named('invalid-utf8', 'a name that is not UTF-8', Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x28])),
    named(
      'overlong-utf8',
      'a slash that is none, in overlong UTF-8',
      Buffer.from([0x2e, 0x2e, 0xc0, 0xaf, 0x78]),
    ),
    named('prototype', 'a name that objects know', '__proto__/constructor'),
    named('backslash', 'a path for Windows', 'C:\\..\\..\\windows\\evil.exe'),
    hostile('nul-in-pax-path', 'a path with a NUL', [long('visible\0hidden'), AFTER]),
    hostile('long-path', 'a path of 100 kB', [long('p'.repeat(100_000)), AFTER]),
    hostile('deep-path', 'a path of 50,000 folders', [long('a/'.repeat(50_000)), AFTER]),
    hostileItems('duplicate-paths', 'one path three times, of three kinds', [
      { path: 'x', data: '1' },
      { path: 'x', type: 'directory' },
      { path: './x', type: 'symlink', target: '/etc' },
    ]),
  ];
}

function badLinks(): HostileTar[] {
  return [
    hostileItems('symlink-loop', 'links in a circle, and a file below them', [
      { path: 'a', type: 'symlink', target: 'b' },
      { path: 'b', type: 'symlink', target: 'a' },
      { path: 'a/file', data: 'x' },
      { path: 'self', type: 'symlink', target: 'self' },
    ]),
    hostileItems('symlink-out', 'a file through a link that leaves the root', [
      { path: 'out', type: 'symlink', target: '../../../../tmp' },
      { path: 'out/evil', data: 'x' },
    ]),
    hostileItems('symlink-empty', 'a link without a target', [{ path: 'l', type: 'symlink' }]),
    hostileItems('hardlink-nothing', 'hard links to nothing, to themselves and in a circle', [
      { path: 'h', type: 'hardlink', target: 'not/there' },
      { path: 'self', type: 'hardlink', target: 'self' },
      { path: 'one', type: 'hardlink', target: 'two' },
      { path: 'two', type: 'hardlink', target: 'one' },
    ]),
    hostileItems('hardlink-out', 'hard links out of the tree', [
      { path: 'h', type: 'hardlink', target: '../../../etc/shadow' },
      { path: 'i', type: 'hardlink', target: '/etc/shadow' },
    ]),
    hostileItems('hardlink-folder', 'a hard link to a folder', [
      { path: 'd', type: 'directory' },
      { path: 'h', type: 'hardlink', target: 'd' },
    ]),
    hostileItems('whiteout-oddities', 'whiteouts that are folders, have content or no name', [
      { path: '.wh.', data: '' },
      { path: 'd/.wh..', data: '' },
      { path: 'd/.wh...', data: '' },
      { path: 'd/.wh..wh.x', data: 'x' },
      { path: '.wh..wh.plnk/1.2', data: 'x' },
      { path: '.wh.folder', type: 'directory' },
      { path: '.wh.link', type: 'symlink', target: '/etc' },
      { path: 'd/.wh..wh..opq/below', data: 'x' },
      { path: '.wh.with-content', data: 'a program could hide here' },
      { path: '.wh..wh..opq', data: '' },
    ]),
  ];
}

function badEnds(): HostileTar[] {
  const file: TarItem = { path: 'f', data: '12345' };
  const garbage = Buffer.from(Array.from({ length: 2048 }, (_, i) => (i * 73 + 41) % 251));
  return [
    hostile('empty', 'no byte at all', []),
    hostile('only-zeros', 'zeros and nothing else', [Buffer.alloc(10_240)]),
    hostile('one-zero-block', 'a single zero block between two files', [
      tar([file], { end: false }),
      Buffer.alloc(512),
      AFTER,
    ]),
    hostile('no-end', 'no zero blocks at the end', [tar([file], { end: false })]),
    hostile('after-the-end', 'a further archive after the end, which some readers see', [tar([file]), AFTER]),
    hostile('garbage-after-the-end', 'bytes after the end that are no archive', [tar([file]), garbage]),
    hostile('garbage', 'bytes that are no archive', [garbage]),
    hostile('odd-length', 'a length that is no multiple of 512', [tar([file]), Buffer.from('tail')]),
  ];
}

function paxHeader(records: Buffer): Buffer {
  return Buffer.concat([
    tarHeader({ name: 'PaxHeaders/f', typeflag: 'x', size: records.length }),
    padded(records),
  ]);
}

function hostile(name: string, what: string, parts: readonly Buffer[]): HostileTar {
  return { name, what, bytes: Buffer.concat(parts) };
}

function hostileItems(name: string, what: string, items: readonly TarItem[]): HostileTar {
  return { name, what, bytes: tar(items) };
}
