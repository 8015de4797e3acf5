import type { CheckEvents } from '../app/check.ts';
import type { Assessment } from '../assess/index.ts';
import { ClearpullError } from '../base/errors.ts';
import { plural } from '../base/quantities.ts';
import type { FailedTarget } from '../report/index.ts';

/** How long an interrupted check may take to put its things away, in milliseconds. */
const GRACE = 1500;

/** What is awaited; or `interrupted`, when it does not end by itself soon after the signal. */
export function orInterrupted<T>(awaited: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      setTimeout(() => reject(new ClearpullError('interrupted', 'interrupted')), GRACE);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    awaited.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** What is known of the target under way, should it be interrupted. */
export interface UnderWay {
  /** To be told of what happens; hands everything on. */
  readonly events: CheckEvents;
  /** Another target begins. */
  begin(): void;
  /** Its images that are done. */
  assessments(): readonly Assessment[];
  /** One sentence about its image that is not; undefined when nothing of it was read. */
  read(): string | undefined;
}

export function watchTarget(events: CheckEvents, keeps: boolean): UnderWay {
  let assessments: Assessment[] = [];
  let image = { name: '', layers: 0, done: 0 };
  return {
    events: {
      ...events,
      onImage(reference, layers, toRead, bytes) {
        image = { name: reference, layers, done: 0 };
        events.onImage?.(reference, layers, toRead, bytes);
      },
      onLayerDone() {
        image.done++;
        events.onLayerDone?.();
      },
      onAssessed(assessment) {
        assessments.push(assessment);
        image = { name: '', layers: 0, done: 0 };
        events.onAssessed?.(assessment);
      },
    },
    begin() {
      assessments = [];
      image = { name: '', layers: 0, done: 0 };
    },
    assessments: () => assessments,
    read() {
      const { name, layers, done } = image;
      if (done === 0) return undefined;
      const kept = keeps ? ' and will not be read again' : '';
      return `Of ${name} ${done} of ${plural(layers, 'layer')} had been read${kept}.`;
    },
  };
}

/** What the report says of targets that were not come to. */
export function notReached(target: string): FailedTarget {
  return { target, code: 'interrupted', message: 'Interrupted before it was done.' };
}

/** What is told at the end; reports of what was done are written by then. */
export function interruption(done: number, left: number, read: string | undefined): ClearpullError {
  const what =
    done === 0
      ? 'Interrupted; nothing was decided.'
      : `Interrupted; ${plural(done, 'image')} had been checked, ${plural(left, 'target')} had not.`;
  return new ClearpullError('interrupted', what, read === undefined ? {} : { hint: read });
}
