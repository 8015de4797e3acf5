import { clip } from '../text/lines.ts';
import type { FoundSecret } from './door.ts';

/** Characters shown of a secret: enough to find it again, too few to use it. */
const SHOWN = 4;
const AROUND = 400;

/** The line that a secret stands in, with every secret of that line masked: reports are passed on. */
export function maskedLine(text: string, secret: FoundSecret, all: readonly FoundSecret[]): string {
  const from = Math.max(text.lastIndexOf('\n', secret.start - 1) + 1, secret.start - AROUND);
  const newline = text.indexOf('\n', secret.end);
  const to = Math.min(newline < 0 ? text.length : newline, secret.end + AROUND);
  let line = '';
  let focus = 0;
  let at = from;
  for (const one of all) {
    if (one.end <= from || one.start >= to) continue;
    if (one === secret) focus = line.length + one.start - at;
    line += `${text.slice(at, Math.max(at, one.start))}${masked(text, one)}`;
    at = Math.max(at, one.end);
  }
  return clip(`${line}${text.slice(at, Math.max(at, to))}`.trim(), focus);
}

function masked(text: string, { door, start, end }: FoundSecret): string {
  if (door === 'password') return '…';
  if (text.startsWith('-----BEGIN', start)) {
    const label = text.slice(start, start + 60);
    return `${label.slice(0, label.indexOf('-----', 10) + 5)} … (${end - start} characters)`;
  }
  return `${text.slice(start, start + SHOWN)}… (${end - start} characters)`;
}
