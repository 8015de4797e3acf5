/** Characters of one template that are looked at; one that seems longer is taken to end at the next backtick. */
const MAX_TEMPLATE = 20_000;

/**
 * Where a JavaScript template ends that may hold others: `` `a ${b ? `x` : ""} c` ``.
 *
 * @param from the index behind its backtick
 * @returns the index of the backtick that ends it; undefined where none does within 20,000 characters
 */
export function templateEnd(text: string, from: number): number | undefined {
  const end = Math.min(text.length, from + MAX_TEMPLATE);
  /** Of the templates around the place at hand, how many braces are open in the code at hand; in their text, none. */
  const braces: number[] = [];
  let inCode = false;
  for (let at = from; at < end; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '`') {
      if (inCode) inCode = false;
      else if (braces.length === 0) return at;
      else inCode = true;
    } else if (!inCode) {
      if (char === '$' && text[at + 1] === '{') {
        braces.push(0);
        inCode = true;
        at++;
      }
    } else if (char === '"' || char === "'") at = stringEnd(text, at, end);
    else if (char === '{') braces.push((braces.pop() ?? 0) + 1);
    else if (char === '}') {
      const open = braces.pop() ?? 0;
      if (open > 0) braces.push(open - 1);
      else inCode = false;
    }
  }
  return undefined;
}

/** The index of the quote that ends a string; where none does on its line, that of its beginning. */
function stringEnd(text: string, start: number, end: number): number {
  for (let at = start + 1; at < end; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '\n') return start;
    else if (char === text[start]) return at;
  }
  return start;
}
