import { clip } from '../../report/text/layout.ts';
import type { Style } from '../../report/text/paint.ts';
import { textWidth } from '../../report/text/text-width.ts';

/** A piece of a line; its text is `visible` already. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Span[];

/** A line of one piece. */
export function line(text: string, style?: Style): Line {
  return [style === undefined ? { text } : { text, style }];
}

export function plainText(spans: Line): string {
  return spans.map(({ text }) => text).join('');
}

/** Exactly `width` columns: cut with an ellipsis, or filled up with spaces. */
export function fit(spans: Line, width: number): Line {
  const fitted: Span[] = [];
  let left = width;
  for (const span of spans) {
    if (left <= 0) break;
    const text = clip(span.text, left);
    fitted.push({ ...span, text });
    left -= textWidth(text);
  }
  return left > 0 ? [...fitted, { text: ' '.repeat(left) }] : fitted;
}
