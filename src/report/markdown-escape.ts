import { visible } from '../base/visible.ts';

/**
 * Text as Markdown that shows just this text: on one line, with every character that CommonMark, GitHub's
 * extensions (tables, links, mentions, issue numbers) or HTML give a meaning written as a character
 * reference.
 */
export function inline(text: string): string {
  return visible(text)
    .replace(/[&<>\\`*_{}[\]#|~@$]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/:(?=\/\/)|(?<=mailto|xmpp):/gi, '&#58;')
    .replace(/(^|[^A-Za-z0-9])www\./gi, '$1www&#46;')
    .replace(/^(\s*)([-+=])/, (_, space: string, sign: string) => `${space}&#${sign.charCodeAt(0)};`)
    .replace(/^(\s*\d+)\./, '$1&#46;');
}

/**
 * Text as a code span that it cannot close. HTML's `<code>` with character references, because the backticks
 * of a Markdown span would need to know a table's pipes and each run of backticks inside.
 */
export function code(text: string): string {
  return text === '' ? '' : `<code>${inline(text)}</code>`;
}

/** A fenced block that no line of the text can close. Lines stay lines; all else is made visible. */
export function fenced(text: string, language: string): string {
  const lines = text.split('\n').map((line) => visible(line));
  const longest = lines.reduce((most, line) => Math.max(most, /^\s*(`*)/.exec(line)?.[1]?.length ?? 0), 0);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return [fence + language, ...lines, fence].join('\n');
}
