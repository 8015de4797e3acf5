/**
 * Characters that move a cursor, end a line, or reorder or hide text: C0, DEL, C1, line and paragraph
 * separators, bidirectional controls (UAX #9), zero-width characters.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Text from an image on one line: tabs as a space, everything else that is not plain text as a visible escape. */
export function visible(text: string): string {
  return text.toWellFormed().replace(UNSAFE, escapeCharacter);
}

/** `visible`, with runs of white space as one space, and cut at `max` characters. */
export function oneLine(text: string, max = 2000): string {
  const start = text.length > max * 4 ? text.slice(0, max * 4) : text;
  const line = visible(start.replace(/\s+/g, ' ').trim());
  const whole = start.length === text.length && line.length <= max;
  return whole ? line : `${line.slice(0, max)}…`;
}

function escapeCharacter(character: string): string {
  if (character === '\t') return ' ';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  const code = character.charCodeAt(0);
  return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
