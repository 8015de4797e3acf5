/** The line on which a place lies, as far as it is shown. */
export function lineOf(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  const from = Math.max(start, index - 100);
  return text.slice(from, Math.min(end < 0 ? text.length : end, from + 400)).trim();
}
