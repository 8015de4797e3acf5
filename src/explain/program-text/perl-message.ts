import { closing } from './static/literal.ts';

/** A longer text is taken for a call's. */
const MAX_TEXT = 4000;
/** Of a message that goes on behind the word in quotes: `'…'.\n";`, where the next text begins. */
const MESSAGE_ENDS = /[.,!?:]{0,2}(?:\\n){1,2}(?=")/y;
/** Another text or variable, without an operator before it. */
const TERM = /\s{0,200}(?:["']|[$@][A-Za-z_{])/y;

/**
 * Whether what looks like the first argument of a call in Perl cannot be one, because no program with it would compile:
 * a text that ends and is followed by another one, or by a variable, with no operator in between. So it is where the
 * word stands in a text itself: `error('exec ' . join(' ', @words))`, `die "unsupported system '$type'.\n"`.
 * Words do not count, among which operators are (`x`, `if`), nor does anything behind a comment.
 *
 * @param at index of the opening quote
 */
export function isInPerlText(text: string, at: number): boolean {
  const first = textEnd(text, at);
  if (first === undefined) return false;
  if (matchesAt(TERM, text, first) !== undefined) return true;
  // In code, `\n"…"` would be a reference to what a function gives for the text; that is a term all the same.
  const next = matchesAt(MESSAGE_ENDS, text, first);
  const second = next === undefined ? undefined : textEnd(text, next);
  return second !== undefined && matchesAt(TERM, text, second) !== undefined;
}

function textEnd(text: string, at: number): number | undefined {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return undefined;
  const end = closing(text, at + 1, quote, MAX_TEXT);
  return text.charAt(end) === quote ? end + 1 : undefined;
}

function matchesAt(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
