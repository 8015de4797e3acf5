import { lines } from '../text/lines.ts';

export interface SshdOption {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly excerpt: string;
}

/** The global options of an sshd_config(5): for each keyword the first value counts, `Match` ends the global part. */
export function sshdOptions(text: string): ReadonlyMap<string, SshdOption> {
  const options = new Map<string, SshdOption>();
  for (const line of lines(text)) {
    const match = /^\s*([A-Za-z]{2,40})(?:\s*=\s*|\s+)(.{1,500})$/.exec(line.text);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const name = match[1].toLowerCase();
    if (name === 'match') break;
    if (options.has(name)) continue;
    const value = match[2]
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^"(.*)"$/, '$1');
    options.set(name, { name, value, line: line.number, excerpt: line.text.trim() });
  }
  return options;
}
