/** One entry of a tar made by {@link tar}. */
export interface TarItem {
  /** As it goes into the header; a folder gets its trailing slash by itself. */
  readonly path: string;
  /** Default `file`. */
  readonly type?:
    | 'file'
    | 'directory'
    | 'symlink'
    | 'hardlink'
    | 'character-device'
    | 'block-device'
    | 'fifo';
  /** Files only. */
  readonly data?: string | Uint8Array;
  /** Permission bits; default 0644, folders 0755, symlinks 0777. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly uname?: string;
  readonly gname?: string;
  /** Seconds since 1970, default 0. */
  readonly mtime?: number;
  /** Symlinks and hard links. */
  readonly target?: string;
  readonly devMajor?: number;
  readonly devMinor?: number;
  /** Further PAX records, such as `SCHILY.xattr.*`; they come after those that `tar` adds by itself. */
  readonly pax?: Readonly<Record<string, string>>;
}

export interface TarOptions {
  /** False leaves out the two zero blocks that end an archive. */
  readonly end?: boolean;
}

/** The raw fields of one ustar header. A Buffer is copied as it is, so that a test can write nonsense. */
export interface TarHeaderFields {
  readonly name: string | Buffer;
  readonly mode?: number | Buffer;
  readonly uid?: number | Buffer;
  readonly gid?: number | Buffer;
  readonly size?: number | Buffer;
  readonly mtime?: number | Buffer;
  /** Instead of the right checksum. */
  readonly checksum?: number | Buffer;
  readonly typeflag?: string;
  readonly linkname?: string | Buffer;
  /** Magic and version, eight bytes; default POSIX (`ustar\0` and `00`). GNU's is `ustar  \0`. */
  readonly magic?: string;
  readonly uname?: string;
  readonly gname?: string;
  readonly devMajor?: number;
  readonly devMinor?: number;
  readonly prefix?: string | Buffer;
}

const BLOCK = 512;
const MAX_OCTAL_7 = 0o7777777;

const TYPE_FLAG = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
} as const;

/**
 * A deterministic ustar archive. PAX headers are added where ustar cannot say it: long or non-ASCII paths and
 * targets, ids above 2097151, fractional or negative times.
 */
export function tar(items: readonly TarItem[], options: TarOptions = {}): Buffer {
  const parts: Buffer[] = [];
  for (const item of items) parts.push(...tarEntry(item));
  if (options.end !== false) parts.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(parts);
}

/** One 512-byte header, with the right checksum unless told otherwise. */
export function tarHeader(fields: TarHeaderFields): Buffer {
  const header = Buffer.alloc(BLOCK);
  putText(header, 0, 100, fields.name);
  putNumber(header, 100, 8, fields.mode ?? 0o644);
  putNumber(header, 108, 8, fields.uid ?? 0);
  putNumber(header, 116, 8, fields.gid ?? 0);
  putNumber(header, 124, 12, fields.size ?? 0);
  putNumber(header, 136, 12, fields.mtime ?? 0);
  putText(header, 156, 1, fields.typeflag ?? '0');
  putText(header, 157, 100, fields.linkname ?? '');
  putText(header, 257, 8, fields.magic ?? 'ustar\x0000');
  putText(header, 265, 32, fields.uname ?? '');
  putText(header, 297, 32, fields.gname ?? '');
  putNumber(header, 329, 8, fields.devMajor ?? 0);
  putNumber(header, 337, 8, fields.devMinor ?? 0);
  putText(header, 345, 155, fields.prefix ?? '');
  putChecksum(header, fields.checksum);
  return header;
}

/** PAX extended-header records, `length key=value\n`, where the length counts itself (POSIX pax). */
export function paxRecords(records: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat(Object.entries(records).map(([key, value]) => paxRecord(key, value)));
}

/** `bytes` filled up with zeros to whole blocks. */
export function padded(bytes: Uint8Array): Buffer {
  const missing = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return Buffer.concat([bytes, Buffer.alloc(missing)]);
}

function tarEntry(item: TarItem): Buffer[] {
  const type = item.type ?? 'file';
  const path = type === 'directory' && !item.path.endsWith('/') ? `${item.path}/` : item.path;
  const data = Buffer.from(item.data ?? '');
  const { uid = 0, gid = 0, mtime = 0, target = '' } = item;
  const [prefix, name] = splitPath(path);
  const pax: Record<string, string> = {};
  if (name === undefined) pax['path'] = path;
  if (!fits(target, 100)) pax['linkpath'] = target;
  if (uid > MAX_OCTAL_7) pax['uid'] = String(uid);
  if (gid > MAX_OCTAL_7) pax['gid'] = String(gid);
  if (mtime < 0 || !Number.isInteger(mtime)) pax['mtime'] = String(mtime);
  Object.assign(pax, item.pax);

  const parts: Buffer[] = [];
  if (Object.keys(pax).length > 0) {
    const records = paxRecords(pax);
    parts.push(tarHeader({ name: 'PaxHeaders/entry', typeflag: 'x', size: records.length }), padded(records));
  }
  parts.push(
    tarHeader({
      name: name ?? asciiOnly(path).slice(0, 100),
      prefix: prefix ?? '',
      mode: item.mode ?? (type === 'directory' ? 0o755 : type === 'symlink' ? 0o777 : 0o644),
      uid: uid > MAX_OCTAL_7 ? 0 : uid,
      gid: gid > MAX_OCTAL_7 ? 0 : gid,
      size: type === 'file' ? data.length : 0,
      mtime: Math.max(0, Math.trunc(mtime)),
      typeflag: TYPE_FLAG[type],
      linkname: fits(target, 100) ? target : asciiOnly(target).slice(0, 100),
      uname: item.uname ?? '',
      gname: item.gname ?? '',
      devMajor: item.devMajor ?? 0,
      devMinor: item.devMinor ?? 0,
    }),
  );
  if (type === 'file') parts.push(padded(data));
  return parts;
}

/** The path as ustar's prefix and name, or nothing where it does not fit them. */
function splitPath(path: string): [prefix?: string, name?: string] {
  if (fits(path, 100)) return ['', path];
  if (!fits(path, 256)) return [];
  // The last slash that leaves a name; a folder's trailing slash cannot be it.
  for (
    let slash = path.lastIndexOf('/', path.length - 2);
    slash > 0;
    slash = path.lastIndexOf('/', slash - 1)
  ) {
    if (path.length - slash - 1 > 100) return [];
    if (slash <= 155) return [path.slice(0, slash), path.slice(slash + 1)];
  }
  return [];
}

function fits(text: string, length: number): boolean {
  return text.length <= length && asciiOnly(text) === text;
}

function asciiOnly(text: string): string {
  return text.replaceAll(/[^\x01-\x7f]/g, '_');
}

function paxRecord(key: string, value: string): Buffer {
  const body = Buffer.from(` ${key}=${value}\n`);
  let length = body.length;
  while (String(length).length + body.length !== length) length = String(length).length + body.length;
  return Buffer.concat([Buffer.from(String(length)), body]);
}

function putText(header: Buffer, offset: number, length: number, value: string | Buffer): void {
  if (value === '') return;
  if (typeof value === 'string') header.write(value, offset, length, 'utf8');
  else value.copy(header, offset, 0, length);
}

function putNumber(header: Buffer, offset: number, length: number, value: number | Buffer): void {
  const text = typeof value === 'number' ? `${value.toString(8).padStart(length - 1, '0')}\0` : value;
  putText(header, offset, length, text);
}

function putChecksum(header: Buffer, given: number | Buffer | undefined): void {
  header.fill(' ', 148, 156);
  let sum = 0;
  for (let at = 0; at < header.length; at++) sum += header[at] ?? 0;
  const text = (value: number): string => `${value.toString(8).padStart(6, '0')}\0 `;
  putText(header, 148, 8, typeof given === 'object' ? given : text(given ?? sum));
}
