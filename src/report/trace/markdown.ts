import { formatPlatform } from '../../image/platform.ts';
import type { Trace } from '../../trace/trace-link.ts';
import { code, inline } from '../markdown-escape.ts';
import { LEVEL_WORDS, STATUS_SIGN, whyLevel } from '../trace-words.ts';
import type { Traced } from './traced.ts';
import { voucherWords } from './vouchers.ts';

const MAX_EVIDENCE = 20;
const MAX_TEXT = 300;

/** Markdown (GitHub's flavour): a table of the links for each image. */
export function traceMarkdown(images: readonly Traced[], toolVersion: string): string {
  const parts = [...images.map(imageMarkdown), `<sub>clearpull ${inline(toolVersion)}</sub>`];
  return `${parts.join('\n\n')}\n`;
}

function imageMarkdown({ image, trace, gate }: Traced): string {
  return [
    `## ${code(short(image.reference))}`,
    `${code(image.digest)} · ${inline(formatPlatform(image.platform))}`,
    `**${LEVEL_WORDS[trace.level]}**: ${whyLevel(trace)}.`,
    linksMarkdown(trace),
    ...gateMarkdown(gate),
  ].join('\n\n');
}

/** The links as a table, each with its sign and word. */
export function linksMarkdown({ links }: Pick<Trace, 'links'>): string {
  const rows = links.map(({ name, status, evidence, reason, vouchedBy = [] }) => {
    const by = [...new Set(vouchedBy.map(voucherWords))].map((text) => inline(short(text))).join('<br>');
    const more = evidence.length > MAX_EVIDENCE ? [`and ${evidence.length - MAX_EVIDENCE} more`] : [];
    const seen = [...evidence.slice(0, MAX_EVIDENCE).map((text) => code(short(text))), ...more].join('<br>');
    const shown = `${STATUS_SIGN[status]} ${status === 'contradicted' ? `**${status}**` : status}`;
    return `| ${name} | ${shown} | ${inline(reason)}${seen === '' ? '' : `<br>${seen}`} | ${by} |`;
  });
  return ['| Link | Status | Why | Who says so |', '|---|---|---|---|', ...rows].join('\n');
}

function gateMarkdown(gate: Traced['gate']): readonly string[] {
  if (gate === undefined) return [];
  const asked = inline(short(gate.asked.join('; ')));
  if (gate.unmet.length === 0) return [`✅ **Passed:** ${asked}`];
  return [`⛔ **Not passed:** ${asked}`, gate.unmet.map(({ text }) => `- ${inline(short(text))}`).join('\n')];
}

function short(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
