import { ClearpullError } from '../base/errors.ts';

/** Deeper nesting than this has no place in an image's documents, and would cost JSON.parse its stack. */
const MAX_DEPTH = 64;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * One linear look at JSON before it is parsed: throws `target-invalid` when it is nested too deeply, or when an
 * object has a key twice. JSON.parse keeps the last of two equal keys, while Go, in which container engines are
 * written, merges them: what was judged would not be what runs.
 */
export function scanJson(bytes: Buffer, what: string): void {
  // The keys seen of each open object; an array has none.
  const open: (Set<string> | undefined)[] = [];
  let string: { readonly start: number; readonly end: number } | undefined;
  for (let at = 0; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE: {
        const end = stringEnd(bytes, at);
        string = { start: at, end };
        at = end;
        break;
      }
      case COLON:
        if (string !== undefined) addKey(open.at(-1), bytes.subarray(string.start, string.end + 1), what);
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        open.push(bytes[at] === OPEN_BRACE ? new Set() : undefined);
        if (open.length > MAX_DEPTH) {
          throw new ClearpullError('target-invalid', `${what} is nested more than ${MAX_DEPTH} levels deep`);
        }
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        open.pop();
        break;
      default:
    }
  }
}

/** Where the string that begins at `start` ends; the last byte when it does not. */
function stringEnd(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === BACKSLASH) at++;
    else if (bytes[at] === QUOTE) return at;
  }
  return bytes.length - 1;
}

function addKey(keys: Set<string> | undefined, quoted: Buffer, what: string): void {
  if (keys === undefined) return;
  const key = unquote(quoted.toString('utf8'));
  if (keys.has(key)) {
    throw new ClearpullError(
      'target-invalid',
      `${what} has the key ${JSON.stringify(key.slice(0, 100))} twice in one object; tools disagree which one counts`,
    );
  }
  keys.add(key);
}

function unquote(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    // Not JSON at all, which parsing will say.
    return quoted;
  }
}
