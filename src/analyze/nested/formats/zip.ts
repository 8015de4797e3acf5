import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import type { Opaque } from '../../../image/nested-facts.ts';
import { LOCAL_MARK } from '../../content/jar/zip-entries.ts';
import type { ArchiveFormat, ArchiveSink, ArchiveTools } from '../archive-format.ts';
import { passOn } from './pass-on.ts';
import { ZipDirectory } from './zip-directory.ts';

const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');
const FILE = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LOCATOR_64_BYTES = 20;
const FILE_BYTES = 30;
const ENCRYPTED = 1;
const STREAMED = 8;
const STORED = 0;
const DEFLATED = 8;
const SEE_64 = 0xffffffff;
const ZIP64_FIELD = 1;
/** The end of what signs Android packages (APK Signature Scheme v2), which stands before the directory. */
const SIGNING_BLOCK = Buffer.from('APK Sig Block 42');

/*
 * ZIP (PKWARE's APPNOTE.TXT), front to back, so that an archive of any size needs no memory and no byte is unpacked
 * twice. Most readers go by the directory at the end: what it names elsewhere than at a file that was met is told.
 */
export const zip: ArchiveFormat = {
  name: 'zip',
  about:
    '`.zip`, `.jar`, `.war`, `.ear`, `.whl`, `.egg`, `.nupkg`, `.docx` and the like, packages of Android (`.apk`)',
  first: 'P',
  begins: (head) => {
    const start = head.subarray(0, 4);
    return start.equals(LOCAL_MARK) || start.equals(EMPTY_ZIP);
  },
  *read(feed, sink, tools) {
    const directory = new ZipDirectory(tools.limits.maxNestedFiles);
    for (;;) {
      const head = yield* feed.peek(4);
      const mark = head.length < 4 ? undefined : head.readUInt32LE(0);
      if (mark === FILE) {
        directory.met(feed.taken);
        yield* readFile(feed, sink, tools);
      } else if (mark === CENTRAL) yield* directory.readEntry(feed);
      else if (mark === END_64) {
        const wide = yield* feed.take(12);
        yield* feed.skip(Number(wide.readBigUInt64LE(4)));
      } else if (mark === LOCATOR_64) yield* feed.skip(LOCATOR_64_BYTES);
      else if (mark === END) {
        const hidden = yield* directory.readEnd(feed);
        if (hidden > 0) {
          const detail = `its directory names ${hidden} files where none was met reading from front to back; they were not looked into`;
          sink.opaque({ reason: 'parse-failed', detail, bytes: 0 });
        }
        return;
      } else if (mark === undefined) throw new Damaged('the archive ends without its directory');
      else yield* skipToMark(feed, sink);
    }
  },
};

function* readFile(feed: Feed, sink: ArchiveSink, tools: ArchiveTools): Reading<void> {
  const header = yield* feed.take(FILE_BYTES);
  const flags = header.readUInt16LE(6);
  const method = header.readUInt16LE(8);
  const plainSize = header.readUInt32LE(18);
  const nameBytes = header.readUInt16LE(26);
  const extraBytes = header.readUInt16LE(28);
  const name = (yield* feed.take(nameBytes)).toString('utf8');
  const extra = yield* feed.take(extraBytes);
  const wide = plainSize === SEE_64 ? packedSize64(extra) : plainSize;
  const size = (flags & STREAMED) !== 0 && wide === 0 ? undefined : wide;
  const known = method === STORED || method === DEFLATED;
  if ((flags & ENCRYPTED) !== 0 || !known || (method === STORED && size === undefined)) {
    const before = feed.taken;
    if (size === undefined) yield* findMark(feed);
    else yield* feed.skip(size);
    if (size !== undefined && (flags & STREAMED) !== 0) yield* skipDescriptor(feed);
    sink.opaque({ name, bytes: feed.taken - before, ...whyNotRead(flags, method) });
    return;
  }
  if (name.endsWith('/') && size === 0) return;
  sink.begin({ name });
  if (method === DEFLATED) {
    const taken = yield* tools.inflate().run(
      feed,
      (piece) => {
        tools.unpacked(piece.length);
        sink.data(piece);
      },
      size,
    );
    if (size !== undefined && taken < size) yield* feed.skip(size - taken);
  } else yield* passOn(feed, sink, size ?? 0);
  sink.end();
  if ((flags & STREAMED) !== 0) yield* skipDescriptor(feed);
}

function whyNotRead(flags: number, method: number): Pick<Opaque, 'reason' | 'detail'> {
  if ((flags & ENCRYPTED) !== 0) return { reason: 'encrypted', detail: 'files in it are encrypted' };
  const detail =
    method === STORED
      ? 'files in it do not say how long they are'
      : `files in it are compressed in a way that is not read (method ${method})`;
  return { reason: 'unsupported-compression', detail };
}

function packedSize64(extra: Buffer): number {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_FIELD || at + 20 > extra.length) continue;
    return Number(extra.readBigUInt64LE(at + 12));
  }
  return SEE_64;
}

/** What a streamed file's sizes are told by, behind it: with or without a mark, of 32 or of 64 bits. */
function* skipDescriptor(feed: Feed): Reading<void> {
  const bytes = yield* feed.peek(28);
  const mark = bytes.length >= 4 && bytes.readUInt32LE(0) === DESCRIPTOR ? 4 : 0;
  const isMark = (at: number): boolean =>
    at + 4 <= bytes.length && [FILE, CENTRAL].includes(bytes.readUInt32LE(at));
  for (const length of [mark + 12, mark + 20]) {
    if (!isMark(length)) continue;
    yield* feed.skip(length);
    return;
  }
  yield* feed.skip(Math.min(bytes.length, mark + 12));
}

/** Steps over bytes between files and directory; what is no signature of a package is told. */
function* skipToMark(feed: Feed, sink: ArchiveSink): Reading<void> {
  const before = feed.taken;
  const end = yield* findMark(feed);
  if (end.equals(SIGNING_BLOCK)) return;
  const detail = 'bytes in it belong to no file';
  sink.opaque({ reason: 'trailing-data', detail, bytes: feed.taken - before });
}

/** Takes all before the next file, directory or end; answers the last bytes before it. */
function* findMark(feed: Feed): Reading<Buffer> {
  const last = SIGNING_BLOCK.length;
  let before = Buffer.alloc(0);
  for (;;) {
    const bytes = yield* feed.peek(last + 4);
    const at = markIn(bytes);
    if (at === undefined && bytes.length < last + 4)
      throw new Damaged('the archive ends without its directory');
    const taken = yield* feed.take(at ?? bytes.length - 3);
    before = Buffer.concat([before, taken.subarray(-last)]).subarray(-last);
    if (at !== undefined) return before;
  }
}

function markIn(bytes: Buffer): number | undefined {
  for (let at = bytes.indexOf('PK', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK', at + 1, 'latin1')) {
    if (at + 4 > bytes.length) return undefined;
    if ([FILE, CENTRAL, END, END_64].includes(bytes.readUInt32LE(at))) return at;
  }
  return undefined;
}
