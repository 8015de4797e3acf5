import type { CheckEvents } from '../app/check.ts';
import { formatBytes, plural } from '../base/quantities.ts';
import { visible } from '../base/visible.ts';
import { clip, clipStart, pad } from '../report/text/layout.ts';
import { textWidth } from '../report/text/text-width.ts';
import type { Io } from './io.ts';

export interface Progress extends Required<Omit<CheckEvents, 'onAssessed' | 'onNotice' | 'onProfile'>> {
  /** A target is being opened; `number` counts from 1. */
  begin(target: string, number: number, total: number): void;
  /** Takes the bar off the screen, before anything else is written. */
  clear(): Promise<void>;
}

/** Milliseconds between two drawings; faster than this nobody sees. */
const INTERVAL = 80;
const BAR_WIDTH = 20;
const NAME_SHARE = 0.35;

/** A line on standard error that is drawn again and again; drawn only when something happens, so no timer. */
export function createProgress(io: Io): Progress {
  let prefix = '';
  let name = '';
  let state = { layers: 0, toRead: 0, done: 0, bytes: 0, total: 0 };
  let known = false;
  let lastDrawn = Number.NEGATIVE_INFINITY;
  /** What stands on the screen. */
  let shown: string | undefined;

  const draw = (force: boolean): void => {
    const now = io.ticks();
    if (!force && now - lastDrawn < INTERVAL) return;
    lastDrawn = now;
    const columns = Math.max(20, (io.stderr.columns ?? 80) - 1);
    const line = progressLine(prefix, name, known ? state : undefined, columns);
    if (line === shown) return;
    shown = line;
    void io.stderr.write(`\r\x1b[K${line}`);
  };

  return {
    begin(target, number, total) {
      prefix = total > 1 ? `[${number}/${total}] ` : '';
      name = visible(target);
      known = false;
      draw(true);
    },
    onImage(reference, layers, toRead, bytes) {
      name = visible(reference);
      state = { layers, toRead, done: 0, bytes: 0, total: bytes };
      known = true;
      draw(true);
    },
    onBytes(count) {
      state.bytes += count;
      draw(false);
    },
    onLayerDone() {
      state.done++;
      draw(state.done >= state.toRead);
    },
    async clear() {
      if (shown !== undefined) await io.stderr.write('\r\x1b[K');
      shown = undefined;
    },
  };
}

export interface ProgressState {
  readonly layers: number;
  readonly toRead: number;
  readonly done: number;
  readonly bytes: number;
  readonly total: number;
}

/** The line, at most `columns` wide. Without a state the target is still being opened. */
export function progressLine(
  prefix: string,
  name: string,
  state: ProgressState | undefined,
  columns: number,
): string {
  const nameWidth = Math.max(12, nameRoom(state, columns - textWidth(prefix)));
  const start = `${prefix}${clipStart(name, nameWidth)}  `;
  return clip(start + describe(state, columns - textWidth(start)), columns);
}

/** Columns that are left for the name: a bar needs most of the line, a few words leave it to the name. */
function nameRoom(state: ProgressState | undefined, room: number): number {
  const hasBar = state !== undefined && state.toRead > 0 && state.done < state.toRead;
  return hasBar ? Math.floor(room * NAME_SHARE) : room - textWidth(describe(state, room)) - 2;
}

function describe(state: ProgressState | undefined, room: number): string {
  if (state === undefined) return 'opening …';
  const { layers, toRead, done, bytes, total } = state;
  if (toRead === 0) return `${plural(layers, 'layer')} known from before`;
  if (done >= toRead) return 'putting it together …';
  const counted = `layer ${Math.min(done + 1, toRead)} of ${toRead}`;
  if (total === 0) return `${counted}, ${formatBytes(bytes)}`;
  const part = Math.min(1, bytes / total);
  const percent = `${Math.floor(part * 100)}%`.padStart(4);
  const text = `${percent}  ${counted}, ${formatBytes(bytes)} of ${formatBytes(total)}`;
  const filled = Math.round(part * BAR_WIDTH);
  const bar = pad('█'.repeat(filled), BAR_WIDTH).replaceAll(' ', '░');
  return room >= BAR_WIDTH + text.length ? `${bar}${text}` : text.trimStart();
}
