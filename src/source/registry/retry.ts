import { setTimeout as sleep } from 'node:timers/promises';
import { discard } from './redirect.ts';
import type { HttpResponse } from './transport.ts';

const MAX_RETRIES = 3;
const FIRST_PAUSE = 250;
/** Milliseconds; a registry that asks for more patience is given up for now. */
const LONGEST_PAUSE = 30_000;

const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const TRANSIENT_ERROR = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'UND_ERR_SOCKET']);

/** Waits so many milliseconds; tests put in one that does not. */
export type Pause = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

export const realPause: Pause = async (milliseconds, signal) => {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
};

/**
 * Sends again, three times at most and ever more slowly, after answers and errors that often pass: too many
 * requests, server errors, broken connections. The last answer or error is the result.
 */
export async function withRetries(
  send: () => Promise<HttpResponse>,
  pause: Pause,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  for (let tries = 0; ; tries++) {
    const backoff = FIRST_PAUSE * 4 ** tries;
    try {
      const response = await send();
      if (tries >= MAX_RETRIES || !TRANSIENT_STATUS.has(response.statusCode)) return response;
      const wait = retryAfter(response.headers['retry-after'], Date.now()) ?? backoff;
      if (wait > LONGEST_PAUSE) return response;
      await discard(response);
      await pause(wait, signal);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? '';
      if (tries >= MAX_RETRIES || !TRANSIENT_ERROR.has(code)) throw error;
      await pause(backoff, signal);
    }
  }
}

/** Milliseconds that a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = header.length < 50 ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
