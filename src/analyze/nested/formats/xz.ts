import { unxz, XZ_MAGIC } from '../../../base/unpack/xz.ts';
import type { ArchiveFormat } from '../archive-format.ts';

export const xz: ArchiveFormat = {
  name: 'xz',
  about: '`.xz` with the LZMA2 filter alone, as nearly all have',
  first: '\xfd',
  begins: (head) => head.subarray(0, XZ_MAGIC.length).equals(XZ_MAGIC),
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
