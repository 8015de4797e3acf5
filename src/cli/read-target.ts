import type { CheckEvents } from '../app/check.ts';
import { interruption, orInterrupted, watchTarget } from './interrupted.ts';
import type { Io } from './io.ts';
import type { Log } from './log.ts';
import { readingEvents } from './reading-events.ts';
import type { CheckSettings } from './settings.ts';

export interface ReadingSurroundings {
  readonly io: Io;
  readonly log: Log;
  /** What was read is kept, so that an interrupted reading is not for nothing. */
  readonly keeps: boolean;
}

/**
 * Reads one target with progress and notices, which are gone once it is done or `clear` is called.
 *
 * @throws what `read` throws; `interrupted`, with what had been read, after Ctrl-C
 */
export async function readTarget<T>(
  target: string,
  settings: Pick<CheckSettings, 'quiet' | 'progress'>,
  { io, log, keeps }: ReadingSurroundings,
  read: (events: CheckEvents, clear: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const { bar, events } = readingEvents(settings, io, log);
  const clear = async (): Promise<void> => bar?.clear();
  const underWay = watchTarget(events, keeps);
  bar?.begin(target, 1, 1);
  underWay.begin();
  try {
    return await orInterrupted(read(underWay.events, clear), io.signal);
  } catch (error) {
    throw io.signal.aborted ? interruption(0, 1, underWay.read()) : error;
  } finally {
    await clear();
  }
}
