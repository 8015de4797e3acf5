import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import type { ArchiveFormat, ArchiveSink } from '../archive-format.ts';
import { passOn, passOnRest } from './pass-on.ts';

/** Linux refuses longer ones (initramfs). */
const MAX_NAME = 4096;
const TRAILER = 'TRAILER!!!';
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;

interface Header {
  readonly mode: number;
  readonly nameSize: number;
  readonly size: number;
  /** Bytes of the header itself. */
  readonly length: number;
  /** What names and data are filled up to. */
  readonly alignment: 1 | 4;
}

/*
 * cpio(5): the portable formats, `newc` with or without checksums (Linux's buffer-format.rst) and `odc` (POSIX). An
 * initramfs is several of them one behind the other, the last often compressed.
 */
export const cpio: ArchiveFormat = {
  name: 'cpio',
  about: 'an initramfs, what an `.rpm` holds',
  first: '0',
  begins: (head) => headerOf(head) !== undefined,
  *read(feed, sink) {
    for (;;) {
      while (yield* readMember(feed, sink));
      yield* skipZeros(feed);
      const head = yield* feed.peek(110);
      if (head.length === 0) return;
      if (headerOf(head) !== undefined) continue;
      yield* passOnRest(feed, sink, 'rest');
      return;
    }
  },
};

/** False once the last one was read, which says that it is. */
function* readMember(feed: Feed, sink: ArchiveSink): Reading<boolean> {
  const header = headerOf(yield* feed.peek(110));
  if (header === undefined) throw new Damaged('a header is not in order');
  const { mode, nameSize, size, length, alignment } = header;
  if (nameSize > MAX_NAME) throw new Damaged('a name is too long');
  yield* feed.skip(length);
  const name = (yield* feed.take(nameSize)).toString('utf8').replace(/\0+$/, '');
  yield* feed.skip(filling(length + nameSize, alignment));
  if (name === TRAILER) return false;
  const isFile = (mode & FILE_TYPE) === REGULAR && size > 0;
  if (isFile) {
    sink.begin({ name, mode: mode & 0o7777 });
    yield* passOn(feed, sink, size);
    sink.end();
  } else yield* feed.skip(size);
  yield* feed.skip(filling(size, alignment));
  return true;
}

function headerOf(head: Buffer): Header | undefined {
  const magic = head.toString('latin1', 0, 6);
  if (magic === '070701' || magic === '070702') {
    const fields = head.toString('latin1', 6, 110);
    if (!/^[0-9a-fA-F]{104}$/.test(fields)) return undefined;
    const field = (index: number): number => Number.parseInt(fields.slice(index * 8, index * 8 + 8), 16);
    return { mode: field(1), size: field(6), nameSize: field(11), length: 110, alignment: 4 };
  }
  if (magic !== '070707') return undefined;
  const fields = head.toString('latin1', 6, 76);
  if (!/^[0-7]{70}$/.test(fields)) return undefined;
  const field = (from: number, to: number): number => Number.parseInt(fields.slice(from - 6, to - 6), 8);
  return { mode: field(18, 24), nameSize: field(59, 65), size: field(65, 76), length: 76, alignment: 1 };
}

function filling(size: number, alignment: number): number {
  return (alignment - (size % alignment)) % alignment;
}

function* skipZeros(feed: Feed): Reading<void> {
  for (;;) {
    const piece = yield* feed.next();
    if (piece === undefined) return;
    const at = piece.findIndex((byte) => byte !== 0);
    if (at === -1) continue;
    feed.unread(piece.length - at);
    return;
  }
}
