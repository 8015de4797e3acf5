/** Calls `see` for each character outside quotes, with how deep in parentheses it stands. Linear. */
function scanShell(text: string, see: (at: number, depth: number) => void): void {
  let quote = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && quote !== "'") {
      at++;
      continue;
    }
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === "'" || character === '"' || character === '`') {
      quote = character;
      continue;
    }
    if (character === '(') depth++;
    if (character === ')' && depth > 0) depth--;
    see(at, depth);
  }
}

/** Runs of blanks outside quotes as one space: what line continuations leave behind. Line breaks stay. */
export function normaliseShell(text: string): string {
  if (!/[ \t]{2}|\t/.test(text)) return text.trim();
  const drop = new Uint8Array(text.length);
  scanShell(text, (at) => {
    const blank = text[at] === ' ' || text[at] === '\t';
    const before = text[at - 1];
    if (blank && (before === ' ' || before === '\t')) drop[at] = 1;
    else if (text[at] === '\t') drop[at] = 2;
  });
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (drop[at] === 0) continue;
    pieces.push(text.slice(from, at), drop[at] === 2 ? ' ' : '');
    from = at + 1;
  }
  pieces.push(text.slice(from));
  return pieces.join('').trim();
}

/** Breaks a command at its top-level `&&`, `||` and `;`: the operator opens the next piece, `;` ends its own. */
export function splitAtOperators(text: string): string[] {
  const breaks: number[] = [];
  let last = -1;
  scanShell(text, (at, depth) => {
    if (depth > 0 || at <= last) return;
    const character = text[at];
    const next = text[at + 1];
    if ((character === '&' || character === '|') && next === character) {
      breaks.push(at);
      last = at + 1;
    } else if (character === ';') {
      // `;;` of a case stays in one piece.
      let end = at + 1;
      while (text[end] === ';' || text[end] === '&') end++;
      breaks.push(end);
      last = end - 1;
    }
  });
  const pieces: string[] = [];
  let from = 0;
  for (const at of breaks) {
    pieces.push(text.slice(from, at).trim());
    from = at;
  }
  pieces.push(text.slice(from).trim());
  return pieces.filter((piece) => piece !== '');
}
