/** Rows of Markdown's tables with more or fewer bars than the line under their table's head; also rows without a table. */
export function brokenRows(markdown: string): readonly string[] {
  const broken: string[] = [];
  let bars = 0;
  const lines = markdown.split('\n');
  for (const [i, line] of lines.entries()) {
    if (!line.startsWith('|')) {
      bars = 0;
      continue;
    }
    if (/^\|[-|]+\|$/.test(lines[i + 1] ?? '')) bars = countBars(lines[i + 1] ?? '');
    if (countBars(line) !== bars) broken.push(line);
  }
  return broken;
}

function countBars(line: string): number {
  return line.split('|').length - 1;
}
