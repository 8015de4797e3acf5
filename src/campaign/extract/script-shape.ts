import { digestHex, digestOf } from '../../base/digest.ts';

/** Characters that are looked at; what differs only behind them is alike. */
const MAX_TEXT = 256 * 1024;
/** Less than that is written alike by strangers: `exec "$@"`. */
const MIN_LINES = 5;
const MIN_CHARACTERS = 120;

/**
 * A hash of what a script does, not of how it is written: two have the same one when they differ only in comments,
 * blank lines, indentation, upper case, addresses, URLs, numbers and long keys or wallets. Undefined for a script
 * that is too short to be told from others. The form, for whoever wants to compute it again, is in docs/campaigns.md.
 */
export function scriptShape(text: string): string | undefined {
  const lines = text
    .slice(0, MAX_TEXT)
    .split('\n')
    .map(normalLine)
    .filter((line) => line !== '');
  const normal = lines.join('\n');
  if (lines.length < MIN_LINES || normal.length < MIN_CHARACTERS) return undefined;
  return `s1:${digestHex(digestOf(Buffer.from(normal)))}`;
}

function normalLine(line: string): string {
  return line
    .replace(/^\s*(?:#|\/\/)[^]*$/, '')
    .replace(/\s#\s[^]*$/, '')
    .toLowerCase()
    .replace(/[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'`|;)]{1,2000}/g, 'U')
    .replace(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g, 'A')
    .replace(/[a-z0-9+/_-]{26,}={0,2}/g, 'K')
    .replace(/\d+/g, 'N')
    .replace(/\s+/g, ' ')
    .trim();
}
