const MAX_CALL = 600;

/** What stands before `.then(eval)`, as far as its statement begins. */
export function promisedBy(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - MAX_CALL), at);
  return before.slice(before.lastIndexOf(';') + 1);
}

/** Where a call begins; behind what is itself in brackets, where those of its words do: `(0, eval)(…)`. */
function lastBracket({ 0: found, index }: RegExpExecArray): number {
  return found.includes(')') && found.endsWith('(') ? index + found.length - 1 : index;
}

/** A call with its arguments; the quoted text that `eval "…"` begins with may have marks that end a statement. */
export function evaluated(text: string, match: RegExpExecArray): string {
  const from = lastBracket(match);
  const [found] = match;
  const behind = match.index + found.length;
  const quote = found.at(-1) ?? '';
  if (from !== match.index || !/["'`]/.test(quote)) return callText(text, from);
  const length = text.slice(behind, from + MAX_CALL).indexOf(quote);
  if (length < 0) return callText(text, from);
  const end = behind + length + 1;
  const rest = callText(text, end, found.includes('(') ? 1 : 0);
  return `${text.slice(from, end)}${OTHERWISE.test(rest) ? '' : rest}`;
}

/** What is done next is not evaluated: `eval "…" or die "…"`. */
const OTHERWISE = /^\s{0,9}(?:or|and|if|unless|\|\||&&)(?!\w)/;

/** A call with its arguments, as far as its closing bracket; without brackets, as far as the statement. */
export function callText(text: string, from: number, opened = 0): string {
  let depth = opened;
  const end = Math.min(text.length, from + MAX_CALL);
  for (let at = from; at < end; at++) {
    const character = text[at];
    if (character === '(') depth++;
    else if (character === ')' && --depth <= 0) return text.slice(from, at + 1);
    else if (depth === 0 && (character === ';' || character === '\n')) return text.slice(from, at);
  }
  return text.slice(from, end);
}
