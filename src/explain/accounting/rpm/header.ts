import type { NotedDigest } from '../ledger.ts';

/*
 * The header of an installed package as rpm stores it (rpm's docs/manual/format_header.md): number of entries and
 * bytes of data, an index of (tag, type, offset, count), the data. Everything is big-endian.
 */

const NAME = 1000;
const VERSION = 1001;
const RELEASE = 1002;
const FILE_DIGESTS = 1035;
const DIR_INDEXES = 1116;
const BASE_NAMES = 1117;
const DIR_NAMES = 1118;
const DIGEST_ALGORITHM = 5011;

const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;

const MAX_ENTRIES = 65_535;
/** Files of one package that are read. */
const MAX_FILES = 1_000_000;
/** RFC 4880 numbers of hash algorithms; others have digests that are not compared. */
const ALGORITHMS: Readonly<Record<number, readonly [NotedDigest['algorithm'], length: number]>> = {
  1: ['md5', 32],
  2: ['sha1', 40],
  8: ['sha256', 64],
};

export interface RpmFile {
  readonly path: string;
  readonly digest?: NotedDigest;
}

export interface RpmPackage {
  readonly name: string;
  /** `version-release`, without the epoch. */
  readonly version: string;
  readonly files: Iterable<RpmFile>;
}

/** A package; undefined when the bytes are no header. */
export function readHeader(bytes: Buffer): RpmPackage | undefined {
  if (bytes.length < 8) return undefined;
  const entries = bytes.readUInt32BE(0);
  const data = 8 + 16 * entries;
  if (entries === 0 || entries > MAX_ENTRIES || data > bytes.length) return undefined;
  const header = new Header(bytes, entries, data);
  const [name] = header.strings(NAME);
  if (name === undefined) return undefined;
  const version = [...header.strings(VERSION), ...header.strings(RELEASE)].join('-');
  return { name, version, files: filesOf(header) };
}

function* filesOf(header: Header): Generator<RpmFile> {
  const folders = header.strings(DIR_NAMES);
  const digests = header.strings(FILE_DIGESTS);
  const indexes = header.integers(DIR_INDEXES);
  const algorithm = ALGORITHMS[header.integers(DIGEST_ALGORITHM)[0] ?? 1];
  for (const [i, name] of header.strings(BASE_NAMES).entries()) {
    const folder = folders[indexes[i] ?? -1];
    if (folder === undefined) continue;
    const hex = digests[i];
    const digest =
      algorithm !== undefined && hex !== undefined && hex.length === algorithm[1]
        ? { digest: { algorithm: algorithm[0], hex } }
        : {};
    yield { path: folder + name, ...digest };
  }
}

class Header {
  readonly #bytes: Buffer;
  readonly #data: number;
  readonly #index = new Map<number, { readonly type: number; readonly at: number; readonly count: number }>();

  constructor(bytes: Buffer, entries: number, data: number) {
    this.#bytes = bytes;
    this.#data = data;
    for (let i = 0; i < entries; i++) {
      const at = 8 + 16 * i;
      this.#index.set(bytes.readUInt32BE(at), {
        type: bytes.readUInt32BE(at + 4),
        at: bytes.readUInt32BE(at + 8),
        count: bytes.readUInt32BE(at + 12),
      });
    }
  }

  strings(tag: number): readonly string[] {
    const entry = this.#index.get(tag);
    if (entry === undefined || (entry.type !== STRING && entry.type !== STRING_ARRAY)) return [];
    const found: string[] = [];
    const count = Math.min(entry.type === STRING ? 1 : entry.count, MAX_FILES);
    let at = this.#data + entry.at;
    while (found.length < count && at < this.#bytes.length) {
      const end = this.#bytes.indexOf(0, at);
      if (end === -1) break;
      found.push(this.#bytes.toString('utf8', at, end));
      at = end + 1;
    }
    return found;
  }

  integers(tag: number): readonly number[] {
    const entry = this.#index.get(tag);
    if (entry === undefined || entry.type !== INT32) return [];
    const at = this.#data + entry.at;
    const count = Math.min(entry.count, MAX_FILES, Math.floor(Math.max(0, this.#bytes.length - at) / 4));
    return Array.from({ length: count }, (_, i) => this.#bytes.readUInt32BE(at + 4 * i));
  }
}
