import { clip } from '../text/lines.ts';
import type { FoundSecret } from './door.ts';

/** Characters shown of a secret: enough to find it again, too few to use it. */
const SHOWN = 4;
const AROUND = 400;

/**
 * The line that a secret stands in, as far as 400 characters around it, with every secret of that line masked: reports are
 * passed on.
 *
 * @param all the text's secrets in its order, none over another
 * @param index of the secret among them
 */
export function maskedLine(text: string, all: readonly FoundSecret[], index: number): string {
  const secret = all[index];
  if (secret === undefined) return '';
  const first = Math.max(0, secret.start - AROUND);
  const from = first + text.slice(first, secret.start).lastIndexOf('\n') + 1;
  const after = text.slice(secret.end, secret.end + AROUND);
  const newline = after.indexOf('\n');
  const to = secret.end + (newline < 0 ? after.length : newline);
  let line = '';
  let focus = 0;
  let at = from;
  let next = index;
  while (next > 0 && (all[next - 1]?.end ?? 0) > from) next--;
  for (let one = all[next]; one !== undefined && one.start < to; one = all[++next]) {
    if (one === secret) focus = line.length + one.start - at;
    line += `${text.slice(at, Math.max(at, one.start))}${masked(text, one)}`;
    at = Math.max(at, one.end);
  }
  return clip(`${line}${text.slice(at, Math.max(at, to))}`.trim(), focus);
}

/** What is shown in place of a secret. */
export function masked(text: string, { door, start, end }: FoundSecret): string {
  if (door === 'password') return '…';
  if (text.startsWith('-----BEGIN', start)) {
    const label = text.slice(start, start + 60);
    return `${label.slice(0, label.indexOf('-----', 10) + 5)} … (${end - start} characters)`;
  }
  return `${text.slice(start, start + SHOWN)}… (${end - start} characters)`;
}
