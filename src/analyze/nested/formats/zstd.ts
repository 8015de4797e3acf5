import { isFrame, isSkippable } from '../../stream/zstd.ts';
import type { ArchiveFormat } from '../archive-format.ts';

const SKIPPABLE_HEADER_BYTES = 8;

export const zstd: ArchiveFormat = {
  name: 'zstd',
  about: '`.zst`, several frames one behind the other too',
  // A frame, or one of the sixteen kinds of frames that are stepped over (RFC 8878, 3.1).
  first: '\x28PQRSTUVWXYZ[\\]^_',
  begins: (head) => isFrame(head) || (isSkippable(head) && isFrame(head.subarray(skipped(head)))),
  *read(feed, sink, tools) {
    sink.begin({ through: true });
    for (;;) {
      const head = yield* feed.peek(SKIPPABLE_HEADER_BYTES);
      if (isSkippable(head) && head.length >= SKIPPABLE_HEADER_BYTES) yield* feed.skip(skipped(head));
      else if (isFrame(head)) {
        const engine = tools.zstd();
        try {
          yield* engine.run(feed, (piece) => {
            tools.unpacked(piece.length);
            sink.data(piece);
          });
        } finally {
          engine.close();
        }
      } else break;
    }
    sink.end();
  },
};

function skipped(head: Buffer): number {
  return SKIPPABLE_HEADER_BYTES + (head.length < SKIPPABLE_HEADER_BYTES ? 0 : head.readUInt32LE(4));
}
