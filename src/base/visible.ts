/**
 * Text out of an image, made safe to show: everything that a terminal would obey or that a reader could not
 * see becomes a visible escape. What is left is printable and on one line.
 *
 * Escaped are C0, DEL and C1 controls (ECMA-48), line and paragraph separators, bidirectional controls (UAX
 * #9), zero-width and other invisible characters, variation selectors and tags (text can be hidden in them),
 * lone surrogates, and combining marks past the fourth in a row. A backslash stays what it is.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replace(UNSAFE, escapeCodePoint).replace(MANY_MARKS, (marks) => {
    const [first, second, third, fourth, ...rest] = marks;
    return [first, second, third, fourth, ...rest.map(escapeCodePoint)].join('');
  });
}

/** What nearly all text is made of, which is told faster. */
const PLAIN = /^[ -~]*$/;
// Without the `u` flag no lone surrogate could be told from half of a pair; with it, \p{Cs} is exactly that.
const UNSAFE = new RegExp(
  [
    String.raw`[\u0000-\u001f\u007f-\u009f`,
    String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f`,
    String.raw`\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164`,
    String.raw`\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb`,
    String.raw`\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\p{Cs}]`,
  ].join(''),
  'gu',
);
const MANY_MARKS = /\p{M}{5,}/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeCodePoint(char: string): string {
  const short = SHORT[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
