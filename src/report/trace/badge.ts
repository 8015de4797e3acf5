import { TRACE_LEVELS, type TraceLevel } from '../../trace/trace-link.ts';
import { escapeHtml } from '../html/escape.ts';
import { LEVEL_WORDS } from '../trace-words.ts';
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

const LEVEL_COLORS: Readonly<Record<TraceLevel, Badge['color']>> = {
  T0: 'lightgrey',
  T1: 'yellow',
  T2: 'yellow',
  T3: 'green',
  T4: 'brightgreen',
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
  const lowest = TRACE_LEVELS[Math.min(...levels)] ?? 'T0';
  const message = LEVEL_WORDS[lowest].replace(',', '');
  const failed = images.some(({ gate }) => gate !== undefined && gate.unmet.length > 0);
  return failed
    ? { message: `${message}, not as asked`, color: 'red' }
    : { message, color: LEVEL_COLORS[lowest] };
}

/** Pixels that a character takes; `textLength` makes it so in any font. */
const CHAR = 7;

function widthOf(text: string): number {
  return text.length * CHAR + 10;
}
