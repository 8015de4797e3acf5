import { ClearpullError } from '../../base/errors.ts';
import type { Clock } from '../clock.ts';
import type { RegistryNotice } from '../provider.ts';
import { codeOf } from './error-words.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { PROXY_BUSY } from './proxy/proxy-error.ts';
import { discard } from './redirect.ts';

const MAX_RETRIES = 3;
const FIRST_PAUSE = 250;

const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const TRANSIENT_ERROR = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  PROXY_BUSY,
]);

export interface RetryOptions {
  readonly clock: Clock;
  /** Milliseconds that one request may wait in all; a registry that asks for more is given up for now. */
  readonly patience: number;
  readonly onNotice?: ((notice: RegistryNotice) => void) | undefined;
}

/**
 * Sends again, three times at most and ever more slowly, after answers and errors that often pass: too many
 * requests, server errors, broken connections. The last answer or error is the result.
 */
export async function withRetries(
  request: Pick<HttpRequest, 'url' | 'signal'>,
  send: () => Promise<HttpResponse>,
  { clock, patience, onNotice }: RetryOptions,
): Promise<HttpResponse> {
  let left = patience;
  const pause = async (milliseconds: number, host: string, status?: number): Promise<void> => {
    left -= milliseconds;
    onNotice?.({ kind: 'waiting', host, status, milliseconds });
    await clock.pause(milliseconds, request.signal);
  };
  for (let tries = 0; ; tries++) {
    let response: HttpResponse;
    try {
      response = await send();
    } catch (error) {
      const wait = backoff(tries, clock.random());
      if (tries >= MAX_RETRIES || wait > left || !mayPass(error)) throw error;
      await pause(wait, request.url.host);
      continue;
    }
    if (tries >= MAX_RETRIES || !TRANSIENT_STATUS.has(response.statusCode)) return response;
    const asked = retryAfter(response.headers['retry-after'], clock.now());
    // A little more than asked for, so that several do not come back at the same moment.
    const wait =
      asked === undefined
        ? backoff(tries, clock.random())
        : asked + Math.round(Math.min(asked, 10_000) * 0.1 * clock.random());
    if (wait > left) return response;
    await discard(response);
    await pause(wait, response.url.host, response.statusCode);
  }
}

/** What went wrong with a proxy is told in words already; its cause has the code. */
function mayPass(error: unknown): boolean {
  return TRANSIENT_ERROR.has(codeOf(error instanceof ClearpullError ? error.cause : error));
}

/** Milliseconds: 250, 1000, 4000, of which the latter half is left to chance. */
export function backoff(tries: number, random: number): number {
  const full = FIRST_PAUSE * 4 ** tries;
  return Math.round(full / 2 + (full / 2) * random);
}

/** Milliseconds that a Retry-After header asks for: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | string[] | undefined, now: number): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = header.length < 50 ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
