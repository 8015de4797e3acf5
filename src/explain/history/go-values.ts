const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const HEX_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads a list of quoted strings: `["a" "b"]` as Go prints one with `%q`, or JSON's `["a", "b"]`.
 * Undefined when the text is anything else.
 */
export function parseQuotedList(text: string): string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[') || !trimmed.endsWith(']')) return undefined;
  const end = trimmed.length - 1;
  const items: string[] = [];
  let at = 1;
  while (at < end) {
    const character = trimmed[at];
    if (character === ' ' || character === ',' || character === '\t') {
      at++;
      continue;
    }
    if (character !== '"') return undefined;
    const quoted = readQuoted(trimmed, at + 1, end);
    if (quoted === undefined) return undefined;
    items.push(quoted.value);
    at = quoted.next;
  }
  return items;
}

function readQuoted(text: string, from: number, end: number): { value: string; next: number } | undefined {
  const pieces: string[] = [];
  let at = from;
  while (at < end) {
    const character = text[at];
    if (character === '"') return { value: pieces.join(''), next: at + 1 };
    if (character !== '\\') {
      const plain = /[^"\\]+/y;
      plain.lastIndex = at;
      const piece = plain.exec(text)?.[0] ?? '';
      pieces.push(piece);
      at += piece.length;
      continue;
    }
    const letter = text[at + 1] ?? '';
    const digits = HEX_ESCAPES[letter];
    if (digits === undefined) {
      pieces.push(ESCAPES[letter] ?? letter);
      at += 2;
      continue;
    }
    const hex = text.slice(at + 2, at + 2 + digits);
    const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === digits ? Number.parseInt(hex, 16) : -1;
    if (code < 0 || code > 0x10ffff) return undefined;
    pieces.push(String.fromCodePoint(code));
    at += 2 + digits;
  }
  return undefined;
}

/** The keys of a Go map or set as `%v` prints it, `map[80/tcp:{} 443/tcp:{}]`, or the items of `[a b]`. */
export function parseGoKeys(text: string): string[] | undefined {
  const trimmed = text.trim();
  if (!trimmed.endsWith(']')) return undefined;
  if (trimmed.startsWith('map[')) {
    return words(trimmed.slice(4, -1)).map((word) => word.replace(/:\{\}?$/, ''));
  }
  return trimmed.startsWith('[') ? words(trimmed.slice(1, -1)) : undefined;
}

export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** A list as a Dockerfile writes it: `["a", "b"]`. */
export function formatList(items: readonly string[]): string {
  return `[${items.map((item) => JSON.stringify(item)).join(', ')}]`;
}

/** Nanoseconds as Go prints a duration and as Dockerfile flags take it: `1m30s`, `500ms`. */
export function formatDuration(nanoseconds: number): string {
  if (nanoseconds % 1e9 !== 0) return `${nanoseconds / 1e6}ms`;
  let seconds = nanoseconds / 1e9;
  const hours = Math.floor(seconds / 3600);
  seconds -= hours * 3600;
  const minutes = Math.floor(seconds / 60);
  seconds -= minutes * 60;
  const text = `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${seconds > 0 ? `${seconds}s` : ''}`;
  return text === '' ? '0s' : text;
}
