const MAX_CODE = 64 * 1024;

/** The program in braces or quotes that begins at an index; undefined where none does, or none ends. */
export function codeAt(text: string, from: number): string | undefined {
  const mark = text.charAt(from);
  const end = mark === '{' ? closingBrace(text, from) : closingQuote(text, from, mark);
  return end === undefined ? undefined : text.slice(from + 1, end);
}

/** Braces in strings and comments of Lua count for nothing (lua-nginx-module, "content_by_lua_block"). */
function closingBrace(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + MAX_CODE); at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") at = closingQuote(text, at, character) ?? at;
    else if (character === '-' && text.charAt(at + 1) === '-') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return undefined;
}

function closingQuote(text: string, from: number, mark: string): number | undefined {
  if (mark !== '"' && mark !== "'") return undefined;
  for (let at = from + 1; at < Math.min(text.length, from + MAX_CODE); at++) {
    if (text.charAt(at) === '\\') at++;
    else if (text.charAt(at) === mark) return at;
  }
  return undefined;
}
