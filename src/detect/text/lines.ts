/** One line of a text, or a window of a line that is too long to look at in one piece. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** UTF-16 index of `text` in the whole. */
  readonly start: number;
}

const WINDOW = 8192;
const OVERLAP = 512;
const CARRIAGE_RETURN = 13;

/** The lines of a text, without LF or CRLF; lines over 8 KiB come in windows that overlap, so nothing at a border is lost. */
export function* lines(text: string): Generator<Line> {
  let number = 1;
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    if (end - start <= WINDOW) {
      const stop = text.charCodeAt(end - 1) === CARRIAGE_RETURN && end > start ? end - 1 : end;
      yield { number, text: text.slice(start, stop), start };
    } else {
      for (let at = start; at < end; at += WINDOW - OVERLAP) {
        yield { number, text: text.slice(at, Math.min(end, at + WINDOW)), start: at };
      }
    }
    start = end + 1;
    number++;
  }
}

/** The number, from 1, of the line that an index lies on; for one look-up. */
export function lineAt(text: string, index: number): number {
  let number = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) number++;
  return number;
}

/** The line that an index lies on, as a reader wants to see it. */
export function excerptAt(text: string, index: number): string {
  // Of a long line only what may be shown is looked at: there may be thousands of places on it.
  const before = text.slice(Math.max(0, index - WINDOW), index);
  const start = before.lastIndexOf('\n') + 1;
  const [after = ''] = text.slice(index, index + WINDOW).split('\n', 1);
  return clip(`${before.slice(start)}${after}`.trim(), before.length - start);
}

const MAX_EXCERPT = 240;

/** At most 240 characters, around `focus` where that is known. Control characters stay for the report to escape. */
export function clip(text: string, focus = 0): string {
  if (text.length <= MAX_EXCERPT) return text;
  const start = Math.max(0, Math.min(focus - 60, text.length - MAX_EXCERPT + 2));
  const end = Math.min(text.length, start + MAX_EXCERPT - 2);
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}
