import { BLOCK, parseHeader } from '../../../base/tar/header.ts';
import type { Unknown } from '../../../base/unknown.ts';
import { TarReader } from '../../tar/reader.ts';
import type { TarHandler } from '../../tar/tar-handler.ts';
import type { ArchiveFormat, ArchiveSink } from '../archive-format.ts';

/** Where the checksum stands, and the type flags that there are. */
const CHECKSUM = 148;
const TYPE = 156;
const TYPES = /[\0-7A-Zgx]/;

export const tar: ArchiveFormat = {
  name: 'tar',
  about: '`.tar`, also those inside of a compressed file, and archives of images (OCI, docker)',
  begins: (head) => {
    // Every tar has a checksum, those older than POSIX too; most other bytes fail at its first digit.
    const digit = head[CHECKSUM] ?? 0;
    if (digit !== 0x20 && (digit < 0x30 || digit > 0x37)) return false;
    if (head.length < BLOCK || head[0] === 0) return false;
    return TYPES.test(String.fromCharCode(head[TYPE] ?? 0xff)) && parseHeader(head) !== undefined;
  },
  *read(feed, sink, tools) {
    const reader: TarReader = new TarReader(
      handlerFor(sink, () => reader.missed),
      tools.limits,
    );
    for (let piece = yield* feed.next(); piece !== undefined; piece = yield* feed.next()) reader.push(piece);
    reader.end();
  },
};

function handlerFor(sink: ArchiveSink, missed: () => number): TarHandler {
  let inFile = false;
  return {
    entry({ kind, path, mode }) {
      inFile = kind === 'file';
      if (inFile) sink.begin({ name: path, mode });
    },
    data(piece, last) {
      if (!inFile) return;
      sink.data(piece);
      if (last) sink.end();
      if (last) inFile = false;
    },
    truncated() {
      if (inFile) sink.end();
      inFile = false;
    },
    problem({ reason, detail, path }: Unknown) {
      // Names are data here: nothing is unpacked.
      if (reason !== 'path-unsafe') {
        const bytes = path === undefined ? missed() : 0;
        sink.opaque({ reason, detail, bytes, ...(path === undefined ? {} : { name: path }) });
      }
    },
  };
}
