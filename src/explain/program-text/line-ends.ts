/** What ends a line beside a newline. To a shell, Perl and Ruby a carriage return is a character like others. */
const ENDS: Readonly<Record<string, RegExp>> = {
  python: /\r(?!\n)/g,
  node: /\r(?!\n)|[\u2028\u2029]/g,
};

/** A program's text with newlines where its language sees a line's end, so that no comment seems to hide what follows it. */
export function withNewlines(text: string, language: string): string {
  const ends = ENDS[language];
  return ends === undefined ? text : text.replace(ends, '\n');
}
