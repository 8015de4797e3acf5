import type { Function as FunctionNode } from 'unbash';
import { oneLine } from '../../printable.ts';
import type { Place } from '../chain.ts';
import type { Holes } from './holes.ts';

/** A text that a shell reads, with where it stands. */
export interface ShellText {
  readonly source: string;
  /** The file and layer; `line` is that of the text's first line, absent where lines mean nothing. */
  readonly place: Place;
  /** Offsets at which lines begin. */
  readonly lineStarts: readonly number[];
  readonly holes: Holes;
}

export interface ShellFunction {
  readonly body: FunctionNode['body'];
  readonly text: ShellText;
}

export function newShellText(source: string, place: Place, holes: Holes): ShellText {
  const lineStarts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { source, place, lineStarts, holes };
}

/** The line that an offset is on; undefined where lines mean nothing. */
export function lineAt(text: ShellText, offset: number): number | undefined {
  if (text.place.line === undefined) return undefined;
  let low = 0;
  let high = text.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((text.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return text.place.line + low;
}

/** A stretch of the text as written, on one line, cut at `max` characters. */
export function excerpt(text: ShellText, from: number, to: number, max = 2000): string {
  const raw = text.source.slice(from, Math.min(to, from + max * 4)).replace(/\\\n/g, ' ');
  const cut = to > from + max * 4 ? `${raw} ` : raw;
  return oneLine(text.holes.shown(cut).replace(/[;\s]+$/, ''), max);
}
