import { BLOCK } from '../../base/tar/header.ts';

/** What a header says of one entry. Names are bytes: a file system knows no encoding. */
export interface TarEntry {
  /** Type flag: `0` file, `1` hard link, `2` symlink, `3` and `4` devices, `5` folder, `6` FIFO. */
  readonly type: '0' | '1' | '2' | '3' | '4' | '5' | '6';
  readonly path: Buffer;
  readonly target?: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of data that follow. */
  readonly size: number;
  readonly device?: readonly [major: number, minor: number];
}

const MAX_OCTAL_7 = 0o7777777;
const MAX_OCTAL_11 = 0o77777777777;

/**
 * The header blocks of one entry, in POSIX's ustar format with a PAX header before it where that is too narrow
 * (POSIX.1-2017 pax). Without times: the same content gives the same bytes.
 */
export function tarHeader(entry: TarEntry): Buffer {
  const { path, target = Buffer.alloc(0), uid, gid, size } = entry;
  const records = [
    ...(path.length > 100 ? [paxRecord('path', path)] : []),
    ...(target.length > 100 ? [paxRecord('linkpath', target)] : []),
    ...(size > MAX_OCTAL_11 ? [paxRecord('size', size)] : []),
    ...(uid > MAX_OCTAL_7 ? [paxRecord('uid', uid)] : []),
    ...(gid > MAX_OCTAL_7 ? [paxRecord('gid', gid)] : []),
  ];
  const main = block({ ...entry, target });
  if (records.length === 0) return main;
  const data = Buffer.concat(records);
  const pax = block({
    type: 'x',
    path: Buffer.from('PaxHeaders/entry'),
    target: Buffer.alloc(0),
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: data.length,
  });
  return Buffer.concat([pax, data, padding(data.length), main]);
}

/** The zeros that fill `size` bytes up to whole blocks. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** The two zero blocks at the end of an archive. */
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

type Block = Omit<TarEntry, 'type'> & { readonly type: TarEntry['type'] | 'x'; readonly target: Buffer };

function block({ type, path, target, mode, uid, gid, size, device }: Block): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  path.copy(bytes, 0, 0, 100);
  octal(bytes, 100, 8, mode & 0o7777);
  octal(bytes, 108, 8, uid > MAX_OCTAL_7 ? 0 : uid);
  octal(bytes, 116, 8, gid > MAX_OCTAL_7 ? 0 : gid);
  octal(bytes, 124, 12, size > MAX_OCTAL_11 ? 0 : size);
  octal(bytes, 136, 12, 0);
  bytes.write(type, 156, 'latin1');
  target.copy(bytes, 157, 0, 100);
  bytes.write('ustar\x0000', 257, 'latin1');
  octal(bytes, 329, 8, Math.min(device?.[0] ?? 0, MAX_OCTAL_7));
  octal(bytes, 337, 8, Math.min(device?.[1] ?? 0, MAX_OCTAL_7));
  bytes.fill(' ', 148, 156);
  let sum = 0;
  for (const byte of bytes) sum += byte;
  octal(bytes, 148, 7, sum);
  return bytes;
}

function octal(bytes: Buffer, at: number, length: number, value: number): void {
  bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
}

function paxRecord(key: string, value: Buffer | number): Buffer {
  const text = typeof value === 'number' ? Buffer.from(String(value)) : value;
  const rest = Buffer.concat([Buffer.from(` ${key}=`), text, Buffer.from('\n')]);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}
