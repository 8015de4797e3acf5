import type { Feed, Reading } from '../../../base/unpack/feed.ts';
import { XZ_MAGIC } from '../../../base/unpack/xz.ts';
import { classify, HEAD_BYTES } from '../../content/classify.ts';
import { isElf } from '../../content/elf.ts';
import { LOCAL_MARK } from '../../content/jar/zip-entries.ts';
import { scriptEnd } from '../../script/script-text.ts';
import type { ArchiveFormat } from '../archive-format.ts';
import { base64At, passOnDecoded } from './base64.ts';
import { bzip2 } from './bzip2.ts';
import { gzip } from './gzip.ts';
import { passOnRest } from './pass-on.ts';
import { tar } from './tar.ts';
import { xz } from './xz.ts';
import { zip } from './zip.ts';
import { zstd } from './zstd.ts';

/** What may stand behind a script: how it begins, the bytes that it is looked for by, and how far those are from its beginning. */
const PAYLOADS: readonly (readonly [begins: (head: Buffer) => boolean, mark: Buffer, before: number])[] = [
  [gzip.begins, Buffer.from([0x1f, 0x8b, 8]), 0],
  [xz.begins, XZ_MAGIC, 0],
  [bzip2.begins, Buffer.from('BZh'), 0],
  [zip.begins, LOCAL_MARK, 0],
  [zstd.begins, Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 0],
  [tar.begins, Buffer.from('ustar'), 257],
  [isElf, Buffer.from('\x7fELF'), 0],
];
const NEWLINE = 0x0a;

/** A script with an archive behind its last line: makeself, installers of JDKs, Java archives that start themselves. */
export const selfExtracting: ArchiveFormat = {
  name: 'script',
  about:
    'a script with an archive behind its last line (makeself, `zipapp`, Java archives that start themselves)',
  first: '#',
  begins: (head) => head[0] === 0x23 && head[1] === 0x21,
  mayCarry: true,
  *read(feed, sink, tools) {
    const most = tools.limits.maxTextBytes;
    const ahead = yield* feed.peek(most);
    const head = ahead.subarray(0, most);
    const isLarge = ahead.length >= most;
    // Most scripts are read no further than this.
    const end = isLarge || payloadAt(head) !== undefined ? endOf(head) : undefined;
    const at = payloadAt(head, end);
    if (at !== undefined) {
      yield* feed.skip(at);
      yield* passOnRest(feed, sink, 'payload');
      return;
    }
    const coded = end === undefined || !isLarge ? undefined : base64At(head, end);
    if (coded !== undefined) yield* feed.skip(coded);
    else if (end !== undefined && isLarge) yield* feed.skip(end);
    const unread =
      coded === undefined ? yield* restOf(feed) : yield* passOnDecoded(feed, sink, tools, 'payload');
    // What is smaller is kept as a text, and what is no script's end is told of the script.
    if (end !== undefined && isLarge && unread > 0) {
      const detail = 'what stands behind the end of the script is in no format that is read';
      sink.opaque({ reason: 'unsupported-compression', detail, bytes: unread });
    }
  },
};

function* restOf(feed: Feed): Reading<number> {
  let count = 0;
  for (let piece = yield* feed.next(); piece !== undefined; piece = yield* feed.next()) count += piece.length;
  return count;
}

function endOf(head: Buffer): number | undefined {
  const content = classify(head.subarray(0, HEAD_BYTES), false);
  return content.kind === 'script' ? scriptEnd(content.interpreter, head) : undefined;
}

/** The first place at the beginning of a line, behind `from`, at which an archive begins. */
function payloadAt(bytes: Buffer, from = 1): number | undefined {
  let first: number | undefined;
  for (const [begins, mark, before] of PAYLOADS) {
    for (let at = bytes.indexOf(mark, from + before); at !== -1; at = bytes.indexOf(mark, at + 1)) {
      const start = at - before;
      if (first !== undefined && start >= first) break;
      if (bytes[start - 1] === NEWLINE && begins(bytes.subarray(start, start + 512))) {
        first = start;
        break;
      }
    }
  }
  return first;
}
