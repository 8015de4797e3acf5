import type { Assessment } from '../assess/assessment.ts';
import { plural } from '../base/quantities.ts';
import { code, inline } from './markdown-escape.ts';
import { baselineLine, suppressedLine, whySuppressed } from './suppressed-words.ts';

const MAX_SUPPRESSED = 50;
const MAX_NOTES = 10;

/** What was found and does not count, folded away; `short` cuts what is long. */
export function suppressedMarkdown(
  assessment: Assessment,
  short: (text: string) => string,
): readonly string[] {
  const { suppressed, suppressionNotes: notes } = assessment;
  const parts: string[] = [];
  const baseline = baselineLine(assessment);
  if (baseline !== '') parts.push(`${inline(short(baseline))}.`);
  if (notes.length > 0) {
    parts.push(
      notes
        .slice(0, MAX_NOTES)
        .map((note) => `- ${inline(short(note))}`)
        .join('\n'),
    );
  }
  if (suppressed.length > 0) {
    const rows = suppressed.slice(0, MAX_SUPPRESSED).map((one) => {
      const { severity, confidence, title, rule, evidence } = one.finding;
      const what = `${inline(short(title))}<br>${code(short(rule))}<br>${code(short(evidence[0].path))}`;
      return `| ${severity}, ${confidence} | ${what} | ${inline(short(whySuppressed(one)))} |`;
    });
    const more = suppressed.length - MAX_SUPPRESSED;
    const table = ['| Severity | Finding | Why it does not count |', '|---|---|---|', ...rows].join('\n');
    const rest = more > 0 ? `\n\nand ${plural(more, 'more finding')}` : '';
    const summary = inline(suppressedLine(suppressed));
    parts.push(`<details><summary>${summary}</summary>\n\n${table}${rest}\n\n</details>`);
  }
  return parts;
}
