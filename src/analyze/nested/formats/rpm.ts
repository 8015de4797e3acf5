import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import type { ArchiveFormat } from '../archive-format.ts';
import { passOnRest } from './pass-on.ts';

const LEAD_BYTES = 96;
const HEADER_MAGIC = 0x8eade801;
const HEADER_BYTES = 16;
const INDEX_ENTRY_BYTES = 16;

/* "RPM V4 Package format" (rpm.org): a lead, a header of signatures, a header, and a compressed cpio. */
export const rpm: ArchiveFormat = {
  name: 'rpm',
  about: 'packages of Red Hat, SUSE and the like',
  first: '\xed',
  begins: (head) => head.length >= LEAD_BYTES && head.readUInt32BE(0) === 0xedabeedb,
  *read(feed, sink) {
    yield* feed.skip(LEAD_BYTES);
    const signatures = yield* skipHeader(feed);
    yield* feed.skip((8 - (signatures % 8)) % 8);
    yield* skipHeader(feed);
    yield* passOnRest(feed, sink, 'payload');
  },
};

function* skipHeader(feed: Feed): Reading<number> {
  const header = yield* feed.take(HEADER_BYTES);
  if (header.readUInt32BE(0) !== HEADER_MAGIC) throw new Damaged('a header is not in order');
  const bytes = header.readUInt32BE(8) * INDEX_ENTRY_BYTES + header.readUInt32BE(12);
  yield* feed.skip(bytes);
  return HEADER_BYTES + bytes;
}
