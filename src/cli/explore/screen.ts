import type { Paint } from '../../report/text/paint.ts';
import type { FrameRow } from './frame.ts';

/** ECMA-48 and xterm: the other screen, no cursor, and everything undone in the end. */
export const ENTER_SCREEN = '\x1b[?1049h\x1b[?25l\x1b[2J';
export const LEAVE_SCREEN = '\x1b[0m\x1b[?25h\x1b[?1049l';
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

/** Turns frames into what a terminal must be sent: only rows that changed. */
export class Screen {
  readonly #paint: Paint;
  #shown: readonly string[] = [];

  constructor(paint: Paint) {
    this.#paint = paint;
  }

  /** Everything is sent again with the next frame. */
  forget(): void {
    this.#shown = [];
  }

  draw(rows: readonly FrameRow[]): string {
    const texts = rows.map((row) => this.#textOf(row));
    const changed = texts.flatMap((text, i) => (text === this.#shown[i] ? [] : [`\x1b[${i + 1};1H${text}`]));
    this.#shown = texts;
    return changed.length === 0 ? '' : `${BEGIN}${changed.join('')}${END}`;
  }

  #textOf({ line, chosen }: FrameRow): string {
    // Within a row shown the other way round, colours would end that.
    if (chosen === true) return `\x1b[7m${line.map(({ text }) => text).join('')}\x1b[0m`;
    return line.map(({ text, style }) => (style === undefined ? text : this.#paint(style, text))).join('');
  }
}
