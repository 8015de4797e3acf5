import { visible } from '../../base/visible.ts';
import { textWidth } from './text-width.ts';

/** Cuts at the right, with an ellipsis, so that it fits into `width` columns. */
export function clip(text: string, width: number): string {
  // A visible character is at least nothing wide, so only a prefix of the text needs to be looked at.
  const prefix = text.length > width * 8 ? text.slice(0, width * 8).toWellFormed() : text;
  if (prefix === text && textWidth(text) <= width) return text;
  return width < 1 ? '' : `${takeColumns(prefix, width - 1).trimEnd()}…`;
}

/** Cuts at the left: what stands at the end of a path or a reference tells more than its beginning. */
export function clipStart(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const chars = Array.from(text.slice(-width * 8).toWellFormed());
  let start = chars.length;
  let used = 1;
  while (start > 0) {
    used += textWidth(chars[start - 1] as string);
    if (used > width) break;
    start--;
  }
  return `…${chars.slice(start).join('')}`;
}

/** Fills up with spaces to `width` columns. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/**
 * Text from anywhere as lines of at most `width` columns, broken at spaces, and within a word only where it
 * is longer than a line. Past `maxLines` it is cut with an ellipsis.
 */
export function wrap(text: string, width: number, maxLines = 12): readonly string[] {
  const lines: string[] = [];
  // What cannot be shown anyway is not measured.
  const shown = visible(text.slice(0, width * maxLines * 4 + 1000));
  let line = '';
  for (let word of shown.split(' ')) {
    if (lines.length > maxLines) break;
    const joined = line === '' ? word : `${line} ${word}`;
    if (textWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    while (textWidth(word) > width && lines.length <= maxLines) {
      const head = takeColumns(word, width);
      lines.push(head);
      word = word.slice(head.length);
    }
    line = word;
  }
  if (line !== '') lines.push(line);
  if (lines.length <= maxLines) return lines;
  const last = lines[maxLines - 1] as string;
  return [
    ...lines.slice(0, maxLines - 1),
    textWidth(last) + 2 > width ? clip(`${last}…`, width) : `${last} …`,
  ];
}

/** The longest beginning that fits into `width` columns; at least one character. */
function takeColumns(text: string, width: number): string {
  let taken = '';
  let used = 0;
  for (const char of text) {
    used += textWidth(char);
    if (used > width && taken !== '') break;
    taken += char;
  }
  return taken;
}
