import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testkit/fake-clock.ts';
import type { HttpResponse } from './http.ts';
import { retryAfter, withRetries } from './retry.ts';

const URL_ = new URL('https://registry.example/v2/');

function response(statusCode: number, headers: Record<string, string> = {}): HttpResponse {
  return {
    statusCode,
    headers,
    url: URL_,
    body: { dump: async () => undefined } as unknown as HttpResponse['body'],
  };
}

function broken(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Sends what is listed, in order, the last of it for ever; answers what came of it and the pauses. */
async function retried(
  answers: readonly (HttpResponse | Error)[],
  { patience = 60_000, random = 0, start = 0 } = {},
): Promise<{ readonly result: unknown; readonly pauses: readonly number[]; readonly sent: number }> {
  const clock = fakeClock({ random, start });
  let sent = 0;
  const send = async (): Promise<HttpResponse> => {
    const answer = answers[Math.min(sent++, answers.length - 1)];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  const result = await withRetries({ url: URL_ }, send, { clock, patience }).then(
    ({ statusCode }) => statusCode,
    (error: NodeJS.ErrnoException) => error.code,
  );
  return { result, pauses: clock.pauses, sent };
}

describe('a request', () => {
  it('is repeated after broken connections, and not after others', async () => {
    expect(await retried([broken('ECONNRESET'), response(200)])).toEqual({
      result: 200,
      pauses: [125],
      sent: 2,
    });
    expect(await retried([broken('EAI_AGAIN')])).toMatchObject({ result: 'EAI_AGAIN', sent: 4 });
    for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'EBLOCKED', 'CERT_HAS_EXPIRED']) {
      expect(await retried([broken(code)])).toEqual({ result: code, pauses: [], sent: 1 });
    }
    expect(await retried([response(404)])).toMatchObject({ result: 404, sent: 1 });
  });

  it('waits for a time that chance decides within bounds', async () => {
    expect((await retried([response(503)], { random: 0 })).pauses).toEqual([125, 500, 2000]);
    expect((await retried([response(503)], { random: 1 })).pauses).toEqual([250, 1000, 4000]);
  });

  it('waits as long as it is asked to, and little more', async () => {
    const seconds = [response(429, { 'retry-after': '20' }), response(200)];
    expect((await retried(seconds)).pauses).toEqual([20_000]);
    expect((await retried(seconds, { random: 1 })).pauses).toEqual([21_000]);
    const date = [response(503, { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' }), response(200)];
    expect((await retried(date, { start: 4000 })).pauses).toEqual([5000]);
    expect((await retried([response(429, { 'retry-after': 'soon' }), response(200)])).pauses).toEqual([125]);
  });

  it('never waits longer in all than it may', async () => {
    const patient = [response(429, { 'retry-after': '20' })];
    expect(await retried(patient, { patience: 50_000 })).toEqual({
      result: 429,
      pauses: [20_000, 20_000],
      sent: 3,
    });
    expect(await retried(patient, { patience: 19_999 })).toEqual({ result: 429, pauses: [], sent: 1 });
    expect(await retried([broken('ECONNRESET')], { patience: 500 })).toMatchObject({
      pauses: [125],
      sent: 2,
    });
  });
});

describe('Retry-After', () => {
  it('is seconds or a date', () => {
    expect(retryAfter('7', 0)).toBe(7000);
    expect(retryAfter('Thu, 01 Jan 1970 00:00:09 GMT', 4000)).toBe(5000);
    expect(retryAfter('Thu, 01 Jan 1970 00:00:01 GMT', 4000)).toBe(0);
    expect(retryAfter('soon', 0)).toBeUndefined();
    expect(retryAfter('9'.repeat(400), 0)).toBeUndefined();
    expect(retryAfter(undefined, 0)).toBeUndefined();
  });
});
