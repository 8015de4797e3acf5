import type { FileHandle } from 'node:fs/promises';
import { ClearpullError } from '../../base/errors.ts';
import { limitError } from '../../base/limit-reached.ts';
import { type Limits, MAX_SYMLINK_HOPS } from '../../base/limits.ts';
import { BLOCK, isZeroBlock, parseHeader, type RawHeader } from '../../base/tar/header.ts';
import { type PaxRecords, parsePax } from '../../base/tar/pax.ts';
import { normaliseMember } from './member-name.ts';

/** Where a member's data lies in the archive. */
export interface TarMember {
  readonly offset: number;
  readonly size: number;
  /** True when several members bear the name: tools disagree which of them counts. */
  readonly ambiguous: boolean;
}

/** The members of a tar archive by name. */
export interface TarIndex {
  /** The regular file of that name, links followed inside the archive; undefined when there is none. */
  find(name: string): TarMember | undefined;
  /** The first names of all paths, at most MAX_TOP_NAMES. */
  readonly topNames: ReadonlySet<string>;
  /** True where the blocks that end an archive are missing: it was cut off between two members, or nobody wrote them. */
  readonly endsEarly: boolean;
}

/** Root folders have some twenty. */
const MAX_TOP_NAMES = 1000;
/** Longer names are skipped over: none that an image's archive needs comes near. */
const MAX_NAME_LENGTH = 1024;

/** Regular files; NUL in archives older than POSIX, '7' for those that want to lie in one piece. */
const FILE_TYPES = new Set(['0', '\0', '7']);

type Found =
  | { readonly kind: 'file'; readonly member: TarMember }
  | { readonly kind: 'link'; readonly target: string | undefined }
  | { readonly kind: 'other' };

/**
 * Walks the headers of a tar archive, seeking over the data: ustar, PAX and GNU long names. Throws
 * `target-invalid` when it is damaged or cut off, naming `what`.
 */
export async function indexTar(
  file: FileHandle,
  fileSize: number,
  limits: Limits,
  what: string,
): Promise<TarIndex> {
  const found = new Map<string, Found>();
  const reader = new BlockReader(file, fileSize, what);
  let extra: Extra = {};
  let extraBytes = 0;
  let headers = 0;
  let ended = false;
  for (let at = 0; at + BLOCK <= fileSize; ) {
    const block = await reader.read(at, BLOCK);
    ended = isZeroBlock(block);
    if (ended) break;
    const header = parseHeader(block);
    if (header === undefined) throw damaged(what, at, 'is no tar header');
    if (++headers > limits.maxArchiveMembers) {
      throw limitError('maxArchiveMembers', `${what} has more than ${limits.maxArchiveMembers} members`);
    }
    const size = dataSize(header, extra.pax);
    if (!Number.isSafeInteger(size) || size < 0) throw damaged(what, at, 'names no usable size');
    const data = at + BLOCK;
    if (data + size > fileSize) throw damaged(what, at, 'announces more data than the file holds');
    if (header.type === 'x' || header.type === 'L' || header.type === 'K') {
      extraBytes += size;
      if (extraBytes > limits.maxTarHeaderBytes) throw damaged(what, at, 'is preceded by too many names');
      extra = addExtra(extra, header.type, await reader.read(data, size));
      if (extra.broken) throw damaged(what, at, 'holds malformed PAX records');
    } else if (header.type !== 'g') {
      addMember(found, header, extra, data, size);
      extra = {};
      extraBytes = 0;
    }
    at = data + Math.ceil(size / BLOCK) * BLOCK;
  }
  return {
    find: (name) => resolve(found, name, MAX_SYMLINK_HOPS),
    topNames: topNamesOf(found.keys()),
    endsEarly: !ended,
  };
}

function topNamesOf(names: Iterable<string>): ReadonlySet<string> {
  const top = new Set<string>();
  for (const name of names) {
    if (top.size === MAX_TOP_NAMES) break;
    const slash = name.indexOf('/');
    top.add(slash === -1 ? name : name.slice(0, slash));
  }
  return top;
}

interface Extra {
  readonly pax?: PaxRecords;
  readonly longName?: Buffer;
  readonly longLink?: Buffer;
  readonly broken?: boolean;
}

function addExtra(extra: Extra, type: 'x' | 'L' | 'K', bytes: Buffer): Extra {
  if (type === 'x') {
    const { records, problem } = parsePax(bytes);
    return problem === undefined ? { ...extra, pax: records } : { ...extra, broken: true };
  }
  const end = bytes.indexOf(0);
  const name = bytes.subarray(0, end === -1 ? bytes.length : end);
  return type === 'L' ? { ...extra, longName: name } : { ...extra, longLink: name };
}

/** Only files have data, whatever the field of a link or folder says. */
function dataSize(header: RawHeader, pax: PaxRecords | undefined): number {
  if (['1', '2', '3', '4', '5', '6'].includes(header.type)) return 0;
  return ['x', 'g', 'L', 'K'].includes(header.type) ? header.size : (pax?.size ?? header.size);
}

function addMember(
  found: Map<string, Found>,
  header: RawHeader,
  { pax, longName, longLink }: Extra,
  offset: number,
  size: number,
): void {
  const written = (pax?.path ?? longName ?? header.name).toString('utf8');
  if (written.length > MAX_NAME_LENGTH) return;
  const name = normaliseMember(written);
  if (name === undefined) return;
  const target = (pax?.linkPath ?? longLink ?? header.linkName).toString('utf8');
  const isFile = FILE_TYPES.has(header.type) && !written.endsWith('/') && pax?.sparse === undefined;
  if (isFile) {
    found.set(name, { kind: 'file', member: { offset, size, ambiguous: found.has(name) } });
  } else if (header.type === '1') {
    found.set(name, { kind: 'link', target: normaliseMember(target) });
  } else if (header.type === '2') {
    found.set(name, { kind: 'link', target: symlinkTarget(name, target) });
  } else {
    found.set(name, { kind: 'other' });
  }
}

function symlinkTarget(name: string, target: string): string | undefined {
  if (target.length > MAX_NAME_LENGTH || target.startsWith('/')) return undefined;
  return normaliseMember(`${name.slice(0, name.lastIndexOf('/') + 1)}${target}`);
}

function resolve(found: ReadonlyMap<string, Found>, name: string, maxHops: number): TarMember | undefined {
  let at: string | undefined = name;
  for (let hops = 0; at !== undefined && hops <= maxHops; hops++) {
    const here = found.get(at);
    if (here?.kind === 'file') return here.member;
    at = here?.kind === 'link' ? here.target : undefined;
  }
  return undefined;
}

function damaged(what: string, offset: number, problem: string): ClearpullError {
  return new ClearpullError('target-invalid', `${what} is damaged: the block at byte ${offset} ${problem}`, {
    hint: 'The file may be cut off; make or copy it again.',
  });
}

/** Reads through a window, since headers often lie close together. */
class BlockReader {
  readonly #file: FileHandle;
  readonly #fileSize: number;
  readonly #what: string;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(file: FileHandle, fileSize: number, what: string) {
    this.#file = file;
    this.#fileSize = fileSize;
    this.#what = what;
  }

  async read(offset: number, size: number): Promise<Buffer> {
    if (offset < this.#start || offset + size > this.#start + this.#window.length) {
      const length = Math.min(Math.max(size, 16 * 1024), this.#fileSize - offset);
      const window = Buffer.alloc(length);
      const { bytesRead } = await this.#file.read(window, 0, length, offset);
      this.#window = window.subarray(0, bytesRead);
      this.#start = offset;
      if (bytesRead < size) throw damaged(this.#what, offset, 'could not be read');
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + size);
  }
}
