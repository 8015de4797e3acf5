import type { Decision } from '../../assess/assessment.ts';
import { formatBytes, plural } from '../../base/quantities.ts';
import type { Difference, FileDifference, Side } from '../../compare/difference.ts';
import { code, inline } from '../markdown-escape.ts';
import { shortDigest } from '../places.ts';
import { type ChangeLine, type ChangeSection, changeSections, totalsText } from './lines.ts';

const SIGN: Readonly<Record<Decision, string>> = { block: '⛔ block', review: '⚠️ review', allow: '✅ allow' };

const MAX_LINES = 25;
const MAX_FOLDERS = 20;
const MAX_TEXT = 300;
/** Sections that stand open: what a reviewer must not miss. */
const OPEN: ReadonlySet<string> = new Set(['Findings', 'What it does at start', 'Outbound hosts', 'Ports']);

/**
 * The difference as Markdown for a comment on a pull request (GitHub's flavour; at most 65,536 characters there, so
 * what is long is cut). No text from an image can leave the span that it stands in.
 */
export function renderDiffMarkdown(difference: Difference, toolVersion: string): string {
  const { before, after, same, verdict, kinds, notes } = difference;
  const sections = changeSections(difference);
  const parts = [
    `## ${same ? '🟰 No difference' : heading(difference)}`,
    ['| | Image | |', '|---|---|---|', sideRow('from', before), sideRow('to', after)].join('\n'),
    ...(verdict === undefined
      ? []
      : [
          verdict.reasons
            .slice(0, 5)
            .map((reason) => `- ${inline(short(reason))}`)
            .join('\n'),
        ]),
    ...(kinds.length === 0 ? [] : [`Changed: ${kinds.map(code).join(', ')}`]),
    ...sections.map(sectionMarkdown),
    ...filesMarkdown(difference.files),
    ...notes.map((note) => `> ${inline(short(note))}`),
    `<sub>clearpull ${inline(toolVersion)}</sub>`,
  ];
  return `${withinComment(parts.filter((part) => part !== ''))}\n`;
}

const MAX_COMMENT = 60_000;

/** Whole parts as long as there is room; the last one stays. */
function withinComment(parts: readonly string[]): string {
  const kept: string[] = [];
  const last = parts.at(-1) ?? '';
  let length = last.length;
  for (const part of parts.slice(0, -1)) {
    length += part.length + 2;
    if (length > MAX_COMMENT) {
      kept.push('More changed than fits here: `clearpull diff -f json` lists everything.');
      break;
    }
    kept.push(part);
  }
  return [...kept, last].join('\n\n');
}

function heading({ verdict, after }: Difference): string {
  return verdict === undefined
    ? `Still ${SIGN[after.decision]}`
    : `${SIGN[verdict.before]} → ${SIGN[verdict.after]}`;
}

function sideRow(name: string, { reference, digest, layers, size, decision }: Side): string {
  const facts = `${plural(layers, 'layer')}, ${formatBytes(size)}`;
  return `| ${name} | ${code(short(reference))}<br>${code(shortDigest(digest))} | ${SIGN[decision]}<br>${facts} |`;
}

function sectionMarkdown({ title, lines, unlisted = 0 }: ChangeSection): string {
  const shown = lines.slice(0, MAX_LINES).map(lineMarkdown);
  const more = lines.length - shown.length + unlisted;
  if (more > 0) shown.push(`- and ${plural(more, 'more change')}`);
  const body = shown.join('\n');
  if (OPEN.has(title)) return `### ${title}\n\n${body}`;
  return `<details><summary>${title}: ${plural(lines.length + unlisted, 'change')}</summary>\n\n${body}\n\n</details>`;
}

function lineMarkdown({ sign, text, remark, alarm }: ChangeLine): string {
  const what = `${sign === '-' ? '➖' : sign === '+' ? '➕' : '🔁'} ${code(short(text))}`;
  return `- ${alarm ? `**${what}**` : what}${remark ? ` <sub>${inline(short(remark))}</sub>` : ''}`;
}

function filesMarkdown(files: FileDifference): readonly string[] {
  if (files.added + files.changed + files.removed === 0) return [];
  const folders = files.folders.slice(0, MAX_FOLDERS);
  const rows = folders.map(({ folder, ...totals }) => `| ${code(short(folder))} | ${totalsText(totals)} |`);
  const more = files.folders.length - folders.length;
  const table = ['| Folder | |', '|---|---|', ...rows].join('\n');
  const rest = more > 0 ? `\n\nand ${plural(more, 'more folder')}` : '';
  return [`<details><summary>Files: ${totalsText(files)}</summary>\n\n${table}${rest}\n\n</details>`];
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
