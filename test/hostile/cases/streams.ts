import { createGzip, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { MEDIA_TYPE } from '../../../src/base/media-types.ts';
import { tar, tarHeader } from '../../../testkit/tar.ts';
import { cut, type HostileGroup, refused, unread, whole } from '../hostile-case.ts';
import { archived, HELLO, ofBlob, ofItems, withLayer, written } from '../make.ts';
import { streamedImage, zeros } from '../streamed-image.ts';

const MiB = 1024 * 1024;
const GZIP = gzipSync(HELLO);
const ZSTD = zstdCompressSync(HELLO);
const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
};
const zstd = (bytes: Buffer) => (folder: string) =>
  archived(folder, ofBlob(bytes, HELLO, MEDIA_TYPE.ociLayerZstd));
const gzip = (bytes: Buffer) => (folder: string) => archived(folder, ofBlob(bytes, HELLO));
/** The tar in two gzip members. */
const TWO = Buffer.concat([gzipSync(HELLO.subarray(0, 700)), gzipSync(HELLO.subarray(700))]);
const SKIPPABLE = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]);
const LONG_NAME = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]),
  Buffer.alloc(2 * MiB, 'n'),
]);

/** Compressed data that is damaged, trailed, or grows without end. */
export const STREAMS: HostileGroup = {
  title: 'Compression',
  cases: [
    { name: 'gzip cut off', make: gzip(GZIP.subarray(0, -20)), expected: unread('decompression-failed') },
    {
      name: 'gzip without its last byte',
      make: gzip(GZIP.subarray(0, -1)),
      expected: unread('decompression-failed'),
    },
    {
      name: 'gzip with a flipped byte',
      make: gzip(flipped(GZIP, 30)),
      expected: unread('decompression-failed'),
    },
    {
      name: 'gzip with a wrong checksum',
      make: gzip(flipped(GZIP, GZIP.length - 8)),
      expected: unread('decompression-failed'),
    },
    {
      name: 'gzip with a wrong length',
      make: gzip(flipped(GZIP, GZIP.length - 1)),
      expected: unread('decompression-failed'),
    },
    { name: 'gzip of two members', make: gzip(TWO), expected: whole() },
    {
      name: 'gzip with garbage behind it',
      make: gzip(Buffer.concat([GZIP, Buffer.from('garbage')])),
      expected: unread('trailing-data'),
    },
    {
      name: 'gzip with zeros behind it',
      make: gzip(Buffer.concat([GZIP, Buffer.alloc(512)])),
      expected: unread('trailing-data'),
    },
    {
      name: 'gzip, then half a member',
      make: gzip(Buffer.concat([GZIP, GZIP.subarray(0, 40)])),
      expected: unread('decompression-failed'),
    },
    {
      name: 'gzip whose file name has 2 MiB',
      make: gzip(LONG_NAME),
      expected: unread('decompression-failed'),
    },
    {
      name: 'gzip of nothing but a header',
      make: gzip(GZIP.subarray(0, 10)),
      expected: unread('decompression-failed'),
    },
    { name: 'zlib instead of gzip', make: gzip(deflateRawSync(HELLO)), expected: unread('tar-damaged') },
    { name: 'zstd cut off', make: zstd(ZSTD.subarray(0, -5)), expected: unread('decompression-failed') },
    {
      name: 'zstd with a flipped byte',
      make: zstd(flipped(ZSTD, 12)),
      expected: unread('diff-id-mismatch'),
    },
    {
      name: 'zstd with garbage behind it',
      make: zstd(Buffer.concat([ZSTD, Buffer.from('garbage')])),
      expected: unread('trailing-data'),
    },
    {
      name: 'zstd between skippable frames',
      make: zstd(Buffer.concat([SKIPPABLE, ZSTD, SKIPPABLE])),
      expected: whole(),
    },
    {
      name: 'zstd: a skippable frame that announces 4 GiB',
      make: zstd(flippedLength()),
      expected: unread('decompression-failed'),
    },
    {
      name: 'xz, which no specification allows',
      make: gzip(Buffer.from('fd377a585a000004', 'hex')),
      expected: unread('unsupported-compression'),
    },
    {
      name: 'bzip2, which no specification allows',
      make: gzip(Buffer.from('BZh91AY&SY')),
      expected: unread('unsupported-compression'),
    },
    {
      name: 'a zstd bomb: 4 GiB out of 400 kB',
      make: (folder) => zstd(zstdBomb())(folder),
      expected: cut('maxCompressionRatio'),
    },
    {
      name: 'a gzip bomb: 2 GiB out of 2 MB, read whole, in flat memory',
      make: (folder) => streamedImage(folder, zeros(2048 * MiB), 'gzip'),
      expected: whole(),
      heavy: true,
    },
    {
      name: 'the same with maxLayerBytes=256MiB',
      make: (folder) => streamedImage(folder, zeros(2048 * MiB), 'gzip'),
      expected: cut('maxLayerBytes'),
      limits: ['maxLayerBytes=256MiB'],
      heavy: true,
    },
    {
      name: 'a zip bomb as a file',
      make: (folder) => archived(folder, ofItems([{ path: 'bomb.zip', data: zipBomb() }])),
      expected: whole(),
    },
    {
      name: 'a compressed archive that grows past maxArchiveBytes',
      make: async (folder) => {
        const chunks: Buffer[] = [];
        const packer = createGzip();
        packer.end(tar([{ path: 'zeros', data: Buffer.alloc(8 * MiB) }]));
        for await (const chunk of packer) chunks.push(chunk as Buffer);
        return written(folder, 'image.tar.gz', Buffer.concat(chunks));
      },
      expected: refused('limit-reached', /--limit maxArchiveBytes/),
      limits: ['maxArchiveBytes=1MiB'],
    },
    {
      name: 'a compressed archive of zeros',
      make: (folder) => written(folder, 'image.tar.gz', gzipSync(Buffer.alloc(64 * MiB))),
      expected: refused('target-invalid'),
    },
    {
      name: 'a compressed archive cut off',
      make: (folder) =>
        written(
          folder,
          'image.tar.gz',
          gzipSync(tar([{ path: 'a', data: 'a'.repeat(9999) }])).subarray(0, -30),
        ),
      expected: refused('target-invalid'),
    },
    {
      name: 'a layer of no bytes',
      make: (folder) =>
        archived(folder, withLayer(ofItems([]), { ...ofBlob(Buffer.alloc(0), HELLO).layers[0] } as never)),
      expected: unread('diff-id-mismatch'),
    },
  ],
};

/** A tar of one file of zeros. Nobody comes to its end, so its diffID may be any. */
function zstdBomb(): Buffer {
  const part = zstdCompressSync(Buffer.alloc(64 * MiB));
  const header = zstdCompressSync(tarHeader({ name: 'zeros', size: 4096 * MiB }));
  return Buffer.concat([header, ...Array.from({ length: 64 }, () => part)]);
}

function flippedLength(): Buffer {
  return Buffer.concat([ZSTD, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff, 1])]);
}

/** A zip of one member that claims to unpack to 4 GiB (APPNOTE.TXT, 4.3.7). */
function zipBomb(): Buffer {
  const data = deflateRawSync(Buffer.alloc(10 * MiB));
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt32LE(0xffffffff, 22);
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from('a'), data]);
}
