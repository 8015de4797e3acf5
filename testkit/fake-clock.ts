import type { Clock } from '../src/source/clock.ts';

export interface FakeClock extends Clock {
  /** Every pause asked for, in milliseconds. */
  readonly pauses: readonly number[];
}

/**
 * A clock whose pauses are over at once, and move it on; each look at it takes `tick` milliseconds. Chance is always
 * 0, or what is given.
 */
export function fakeClock({ start = 0, tick = 0, random = 0 } = {}): FakeClock {
  const pauses: number[] = [];
  let time = start;
  return {
    pauses,
    now: () => {
      time += tick;
      return time;
    },
    pause: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      pauses.push(milliseconds);
      time += milliseconds;
    },
    random: () => random,
  };
}
