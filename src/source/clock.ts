import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance, for retries and what waits; tests put in their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits so many milliseconds; rejects when the signal is aborted. */
  pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void>;
  /** From 0 to 1, without the 1. */
  random(): number;
}

export const REAL_CLOCK: Clock = {
  now: Date.now,
  pause: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
  random: Math.random,
};
