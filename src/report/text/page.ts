import { clip, wrap } from './layout.ts';
import { type Paint, painter, type Style } from './paint.ts';
import { textWidth } from './text-width.ts';

export interface TextOptions {
  /** Columns of the terminal; used from 60 to 120. Default 80. */
  readonly columns?: number;
  readonly color?: boolean;
  /** Nothing folded away. */
  readonly verbose?: boolean;
  /** Also lists what was found and does not count. */
  readonly showSuppressed?: boolean;
}

/** Lines of a report in the making. Everything that is added fits the width and is safe to print. */
export interface Page {
  readonly width: number;
  readonly verbose: boolean;
  readonly showSuppressed: boolean;
  readonly paint: Paint;
  /** Wrapped text behind `indent` (or behind `first` on the first line, which should be as wide). */
  text(text: string, format?: TextFormat): void;
  /** One line, cut where it is too long. */
  line(text: string, format?: TextFormat): void;
  /** A line of our own that is meant to be copied: neither broken nor cut. */
  verbatim(text: string): void;
  blank(): void;
  section(title: string, remark?: string): void;
  toString(): string;
}

export interface TextFormat {
  readonly indent?: string;
  readonly first?: string;
  readonly style?: Style;
  readonly maxLines?: number;
}

export function createPage(options: TextOptions): Page {
  const width = Math.min(120, Math.max(60, options.columns ?? 80));
  const paint = painter(options.color ?? false);
  const lines: string[] = [];
  const put = (start: string, text: string, style: Style | undefined): void => {
    lines.push((start + (style === undefined ? text : paint(style, text))).trimEnd());
  };
  return {
    width,
    paint,
    verbose: options.verbose ?? false,
    showSuppressed: options.showSuppressed ?? false,
    text(text, { indent = '  ', first = indent, style, maxLines } = {}) {
      const room = width - Math.max(textWidth(indent), textWidth(first));
      for (const [i, line] of wrap(text, room, maxLines).entries())
        put(i === 0 ? first : indent, line, style);
    },
    line(text, { indent = '  ', first = indent, style } = {}) {
      const room = width - textWidth(first);
      put(first, clip(wrap(text, room + 1, 2).join(' '), room), style);
    },
    verbatim(text) {
      lines.push(text);
    },
    blank() {
      if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
    },
    section(title, remark = '') {
      this.blank();
      // On a narrow page a long remark stands below, each part of a legend on a line of its own.
      const fits = textWidth(title) + textWidth(remark) + 5 <= width;
      const end = remark === '' || !fits ? '' : ` ${remark}`;
      const rule = '─'.repeat(Math.max(3, width - textWidth(title) - 1 - textWidth(end)));
      lines.push(`${paint('heading', title)} ${paint('dim', rule)}${end}`);
      if (!fits) for (const part of remark.split('   ')) this.text(part, { style: 'dim' });
      lines.push('');
    },
    toString: () => `${lines.join('\n').trimEnd()}\n`,
  };
}
