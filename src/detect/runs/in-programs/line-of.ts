/** The line on which a place lies, as far as it is shown. */
export function lineOf(text: string, index: number): string {
  const before = text.slice(Math.max(0, index - 100), index + 1);
  const from = Math.max(0, index - 100) + before.lastIndexOf('\n') + 1;
  return (text.slice(from, from + 400).split('\n', 1)[0] ?? '').trim();
}
