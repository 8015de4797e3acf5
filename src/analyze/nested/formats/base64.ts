import type { Feed, Reading } from '../../../base/unpack/feed.ts';
import type { ArchiveSink, ArchiveTools } from '../archive-format.ts';

/** Fixed, so that it does not show how the bytes came. */
const BLOCK_BYTES = 64 * 1024;
const LINE = /^[A-Za-z0-9+/]{40,}={0,2}$/;
/** Lines between a script's end and its text in code: a mark, blank lines. */
const MAX_LINES_BEFORE = 5;

/** Where text in base64 begins, a few lines behind `from`; undefined where none does. */
export function base64At(bytes: Buffer, from: number): number | undefined {
  let at = from;
  for (let line = 0; line <= MAX_LINES_BEFORE && at < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.length : newline;
    if (LINE.test(bytes.toString('latin1', at, Math.min(end, at + 200)).trimEnd())) return at;
    at = end + 1;
  }
  return undefined;
}

/** Hands over all that is left, decoded, as one archive. Answers how many bytes behind the coded text are none. */
export function* passOnDecoded(
  feed: Feed,
  sink: ArchiveSink,
  tools: ArchiveTools,
  name: string,
): Reading<number> {
  sink.begin({ name, through: true });
  let kept = '';
  let behind = 0;
  for (;;) {
    const ahead = (yield* feed.peek(BLOCK_BYTES)).length;
    if (ahead === 0) break;
    const text = (yield* feed.take(Math.min(ahead, BLOCK_BYTES))).toString('latin1');
    const end = behind > 0 ? 0 : text.search(/[^A-Za-z0-9+/=\s]|$/);
    behind += text.length - end;
    kept += text.slice(0, end).replace(/[\s=]+/g, '');
    const whole = kept.length - (kept.length % 4);
    const piece = Buffer.from(kept.slice(0, whole), 'base64');
    kept = kept.slice(whole);
    tools.unpacked(piece.length);
    if (piece.length > 0) sink.data(piece);
  }
  if (kept !== '') sink.data(Buffer.from(kept, 'base64'));
  sink.end();
  return behind;
}
