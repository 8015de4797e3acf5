import type { ReadEvents } from '../app/workshop.ts';
import { wantsProgress } from './color.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { noticeTexts } from './notices.ts';
import { createProgress, type Progress } from './progress.ts';

/** What a command that reads images shows on standard error meanwhile: a bar where it is wanted, and notices. */
export function readingEvents(
  { progress, quiet }: { readonly progress: boolean; readonly quiet: boolean },
  io: Io,
  log: Log,
): { readonly bar: Progress | undefined; readonly events: ReadEvents } {
  const bar =
    progress && !quiet && wantsProgress(io.env, io.stderr.isTerminal) ? createProgress(io) : undefined;
  const textOf = noticeTexts(io.ticks);
  const events: ReadEvents = {
    ...bar,
    onNotice(notice) {
      const text = textOf(notice);
      if (text === undefined) return;
      void bar?.clear();
      void log.note(text);
    },
  };
  return { bar, events };
}
