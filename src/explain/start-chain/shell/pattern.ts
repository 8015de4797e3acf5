/** Longest value and pattern that are compared. */
const MAX = 4096;

type Piece =
  | { readonly kind: 'star' }
  | { readonly kind: 'one'; readonly test: (character: string) => boolean };

/**
 * True when a shell pattern (`*`, `?`, `[a-z]`, `\x`) matches the whole value; undefined when it is too long
 * to say or holds what is not understood. Two-pointer matching: at worst value times pattern.
 */
export function matchesPattern(pattern: string, value: string): boolean | undefined {
  if (pattern.length > MAX || value.length > MAX) return undefined;
  const pieces = compile(pattern);
  if (pieces === undefined) return undefined;
  let at = 0;
  let piece = 0;
  let star = -1;
  let mark = 0;
  while (at < value.length) {
    const current = pieces[piece];
    if (current?.kind === 'one' && current.test(value[at] ?? '')) {
      at++;
      piece++;
    } else if (current?.kind === 'star') {
      star = piece++;
      mark = at;
    } else if (star !== -1) {
      piece = star + 1;
      at = ++mark;
    } else return false;
  }
  while (pieces[piece]?.kind === 'star') piece++;
  return piece === pieces.length;
}

function compile(pattern: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '*') pieces.push({ kind: 'star' });
    else if (character === '?') pieces.push({ kind: 'one', test: () => true });
    else if (character === '\\') pieces.push(literal(pattern[++at] ?? '\\'));
    else if (/[@!+]/.test(character) && pattern[at + 1] === '(') return undefined;
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end === -1) pieces.push(literal(character));
      else {
        const inner = pattern.slice(at + 1, end);
        if (inner.includes('[:')) return undefined;
        pieces.push({ kind: 'one', test: bracket(inner) });
        at = end;
      }
    } else pieces.push(literal(character));
  }
  return pieces;
}

function literal(wanted: string): Piece {
  return { kind: 'one', test: (character) => character === wanted };
}

function bracket(inner: string): (character: string) => boolean {
  const negated = inner.startsWith('!') || inner.startsWith('^');
  const set = negated ? inner.slice(1) : inner;
  return (character) => {
    let inside = false;
    for (let at = 0; at < set.length; at++) {
      const low = set[at] ?? '';
      if (set[at + 1] === '-' && at + 2 < set.length) {
        if (character >= low && character <= (set[at + 2] ?? '')) inside = true;
        at += 2;
      } else if (character === low) inside = true;
    }
    return inside !== negated;
  };
}

/** Text with no meaning in a pattern left: what stood in quotes. */
export function escapePattern(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}
