import { unxz } from '../../../base/unpack/xz.ts';
import type { ArchiveFormat } from '../archive-format.ts';

const MAGIC = Buffer.from('\xfd7zXZ\0', 'latin1');

export const xz: ArchiveFormat = {
  name: 'xz',
  about: '`.xz` with the LZMA2 filter alone, as nearly all have',
  begins: (head) => head.subarray(0, MAGIC.length).equals(MAGIC),
  *read(feed, sink, tools) {
    sink.begin({ through: true });
    yield* unxz(
      feed,
      (piece) => {
        tools.slowlyUnpacked(piece.length);
        sink.data(piece);
      },
      tools.maxWindow,
    );
    sink.end();
  },
};
