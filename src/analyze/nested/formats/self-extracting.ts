import { XZ_MAGIC } from '../../../base/unpack/xz.ts';
import { LOCAL_MARK } from '../../content/jar/zip-content.ts';
import type { ArchiveFormat } from '../archive-format.ts';
import { bzip2 } from './bzip2.ts';
import { gzip } from './gzip.ts';
import { passOnRest } from './pass-on.ts';
import { tar } from './tar.ts';
import { xz } from './xz.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** What may stand behind a script, and the bytes that it is looked for by. */
const PAYLOADS: readonly (readonly [format: ArchiveFormat, mark: Buffer])[] = [
  [gzip, Buffer.from([0x1f, 0x8b, 8])],
  [xz, XZ_MAGIC],
  [bzip2, Buffer.from('BZh')],
  [zip, LOCAL_MARK],
  [zstd, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  [tar, Buffer.from('ustar')],
];
const USTAR_AT = 257;
const NEWLINE = 0x0a;

/** A script with an archive behind its last line: makeself, installers of JDKs, Java archives that start themselves. */
export const selfExtracting: ArchiveFormat = {
  name: 'script',
  about:
    'a script with an archive behind its last line (makeself, `zipapp`, Java archives that start themselves)',
  first: '#',
  begins: (head) => head[0] === 0x23 && head[1] === 0x21,
  mayCarry: true,
  *read(feed, sink, { limits }) {
    const most = limits.maxTextBytes;
    const head = yield* feed.peek(most);
    const at = payloadAt(head.subarray(0, most));
    if (at === undefined) {
      while ((yield* feed.next()) !== undefined);
      return;
    }
    yield* feed.skip(at);
    yield* passOnRest(feed, sink, 'payload');
  },
};

/** The first place at the beginning of a line at which an archive begins. */
function payloadAt(bytes: Buffer): number | undefined {
  let first: number | undefined;
  for (const [format, mark] of PAYLOADS) {
    const before = format === tar ? USTAR_AT : 0;
    for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 1)) {
      const start = at - before;
      if (first !== undefined && start >= first) break;
      if (start > 0 && bytes[start - 1] === NEWLINE && format.begins(bytes.subarray(start, start + 512))) {
        first = start;
        break;
      }
    }
  }
  return first;
}
