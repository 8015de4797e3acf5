const LONGEST = 60;

/**
 * Whether a call that begins at `index` is only the beginning of one, as a word to search for: `'eval($_POST'` in the
 * list of a scanner. The literal begins with it, ends before its bracket does, and is an item or an argument by itself;
 * what is joined to it could be the rest of the call. Whoever runs such a text must call something else for that.
 */
export function isSearchWord(text: string, index: number): boolean {
  const quote = text[index - 1];
  if (quote !== '"' && quote !== "'") return false;
  const length = text.slice(index, index + LONGEST).indexOf(quote);
  if (length === -1) return false;
  const word = text.slice(index, index + length);
  if (/[\\\n]/.test(word) || word.lastIndexOf(')') > word.indexOf('(')) return false;
  return /^[ \t]{0,20}[,\]);}]/.test(text.slice(index + length + 1, index + length + 30));
}
