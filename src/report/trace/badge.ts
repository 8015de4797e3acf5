import { TRACE_LEVELS, type TraceLevel } from '../../trace/trace-link.ts';
import { escapeHtml } from '../html/escape.ts';
import type { Traced } from './traced.ts';

const LABEL = 'trace';

interface Badge {
  readonly message: string;
  readonly color: keyof typeof COLORS;
}

/** Colours of shields.io, by name. */
const COLORS = {
  brightgreen: '#4c1',
  green: '#97ca00',
  yellow: '#dfb317',
  lightgrey: '#9f9f9f',
  red: '#e05d44',
};

const LEVELS: Readonly<Record<TraceLevel, Badge>> = {
  T0: { message: 'T0 opaque', color: 'lightgrey' },
  T1: { message: 'T1 described', color: 'yellow' },
  T2: { message: 'T2 linked', color: 'yellow' },
  T3: { message: 'T3 attested', color: 'green' },
  T4: { message: 'T4 reproduced', color: 'brightgreen' },
};

/** What shields.io takes from an address of one's own (its "endpoint" badge), on one line. */
export function badgeJson(images: readonly Traced[]): string {
  const { message, color } = badgeOf(images);
  return `${JSON.stringify({ schemaVersion: 1, label: LABEL, message, color, isError: color === 'red' })}\n`;
}

/** The badge itself, a picture that needs nothing from elsewhere, on one line. */
export function badgeSvg(images: readonly Traced[]): string {
  const { message, color } = badgeOf(images);
  const [left, right] = [widthOf(LABEL), widthOf(message)];
  const words = `${LABEL}: ${escapeHtml(message)}`;
  const text = (x: number, content: string): string =>
    `<text x="${x}" y="14" text-anchor="middle" textLength="${content.length * CHAR}">${escapeHtml(content)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img" aria-label="${words}">`,
    `<title>${words}</title>`,
    `<rect width="${left + right}" height="20" rx="3" fill="#555"/>`,
    `<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${COLORS[color]}"/>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">`,
    text(left / 2, LABEL),
    text(left + right / 2, message),
    '</g></svg>\n',
  ].join('');
}

/** Of several images the one that can be traced least; a contradiction before all else, then what was asked for. */
function badgeOf(images: readonly Traced[]): Badge {
  if (images.some(({ trace }) => trace.links.some(({ status }) => status === 'contradicted'))) {
    return { message: 'contradicted', color: 'red' };
  }
  const levels = images.map(({ trace }) => TRACE_LEVELS.indexOf(trace.level));
  const lowest = LEVELS[TRACE_LEVELS[Math.min(...levels)] ?? 'T0'];
  const failed = images.some(({ gate }) => gate !== undefined && gate.unmet.length > 0);
  return failed ? { message: `${lowest.message}, not as asked`, color: 'red' } : lowest;
}

/** Pixels that a character takes; `textLength` makes it so in any font. */
const CHAR = 7;

function widthOf(text: string): number {
  return text.length * CHAR + 10;
}
