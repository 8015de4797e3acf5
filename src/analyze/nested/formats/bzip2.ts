import { unbzip2 } from '../../../base/unpack/bzip2.ts';
import type { ArchiveFormat } from '../archive-format.ts';

/** A level, and then a block or the end: "BZh" alone may begin a text. */
const BEGINNING = /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/;

export const bzip2: ArchiveFormat = {
  name: 'bzip2',
  about: '`.bz2`, several streams one behind the other too',
  first: 'B',
  begins: (head) => BEGINNING.test(head.toString('latin1', 0, 10)),
  *read(feed, sink, tools) {
    sink.begin({ through: true });
    yield* unbzip2(feed, (piece) => {
      tools.slowlyUnpacked(piece.length);
      sink.data(piece);
    });
    sink.end();
  },
};
