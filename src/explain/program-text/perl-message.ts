import { closing } from './static/literal.ts';

/** A longer text is taken for a call's. */
const MAX_TEXT = 4000;
/** A text that is words up to here, as in `"cannot exec " . join(…)`; behind a text's end, words other than operators are an error. */
const WORDS_BEFORE =
  /[\s(,.=[{](["'])(?:[A-Za-z]{0,30}_[A-Za-z_]{1,30}: )?(?!(?:[A-Za-z_]{0,40} {1,9}){0,9}(?:x|and|or|xor|not|if|unless|while|until|for|foreach|when|eq|ne|lt|gt|le|ge|cmp|isa) )[A-Za-z_ ]{0,60}$/;
const MOST_WORDS = 80;
const JOINED = /["']\s{0,9}\.\s{0,9}\(?\s{0,9}join\b/y;
/** Of a message that goes on behind the word in quotes: `'…'.\n"`. */
const MESSAGE_ENDS = /[.,!?:]{0,2}(?:\\n){1,2}(?=")/y;

/**
 * Whether what looks like a call in Perl cannot be one, because no program with it would compile: texts and words that
 * follow each other with no operator in between. So it is where the word stands in a text itself, as in
 * `error('exec ' . join(' ', @words))`. In what is evaluated as code no text ends at the quotes of the code around it:
 * the next one has to be of the same quotes.
 *
 * @param word index of the call's name
 * @param at index of the opening quote
 */
export function isInPerlText(text: string, word: number, at: number): boolean {
  const quote = text.charAt(at);
  const open = WORDS_BEFORE.exec(text.slice(Math.max(0, word - MOST_WORDS), word))?.[1];
  if (open === quote && matchesAt(JOINED, text, at)) return true;
  const end = textEnd(text, at);
  if (end === undefined) return false;
  let next = end;
  while (next < end + 200 && /\s/.test(text.charAt(next))) next++;
  return text.charAt(next) === quote;
}

/**
 * Where the arguments of a call in Perl end that is perhaps a message: `die "unsupported system '$type'.\n"; }`. In code,
 * `\n"…"` would be a reference, behind whose address no program and no command goes on.
 */
export function messageEnd(text: string, at: number): number | undefined {
  const end = textEnd(text, at);
  return end !== undefined && matchesAt(MESSAGE_ENDS, text, end) ? end : undefined;
}

function textEnd(text: string, at: number): number | undefined {
  const quote = text.charAt(at);
  if (quote !== '"' && quote !== "'") return undefined;
  const end = closing(text, at + 1, quote, MAX_TEXT);
  return text.charAt(end) === quote ? end + 1 : undefined;
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
