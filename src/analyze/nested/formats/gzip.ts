import { Damaged, type Feed, type Reading } from '../../../base/unpack/feed.ts';
import { type GzipHeader, isGzipMember, readGzipHeader } from '../../stream/gzip-header.ts';
import type { ArchiveFormat } from '../archive-format.ts';

/** CRC and length. Neither is checked: what came out was searched, whatever it should have been. */
const TRAILER_BYTES = 8;

export const gzip: ArchiveFormat = {
  name: 'gzip',
  about: '`.gz`, `.tgz`, packages of Alpine (`.apk`), several members one behind the other too',
  first: '\x1f',
  begins: (head) => isGzipMember(head) && ((head[3] ?? 0xff) & 0xe0) === 0,
  *read(feed, sink, tools) {
    for (let first = true; isGzipMember(yield* feed.peek(3)); first = false) {
      const header = yield* readHeader(feed);
      if (first) sink.begin({ through: true, ...(header.name === undefined ? {} : { name: header.name }) });
      yield* tools.inflate().run(feed, (piece) => {
        tools.unpacked(piece.length);
        sink.data(piece);
      });
      yield* feed.skip(TRAILER_BYTES);
    }
    sink.end();
  },
};

function* readHeader(feed: Feed): Reading<GzipHeader> {
  const reading = readGzipHeader();
  try {
    let step = reading.next();
    while (!step.done) step = reading.next(yield* feed.peek(step.value));
    yield* feed.skip(step.value.length);
    return step.value;
  } catch (error) {
    throw error instanceof Damaged ? error : new Damaged((error as Error).message);
  }
}
