import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testkit/fake-clock.ts';
import { Authorizer } from './authorizer.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

const BASE = new URL('https://registry.example/');
const REALM = 'https://auth.example/token';

/** An authorizer whose token server hands out token-1, token-2 and so on, each good for 300 seconds. */
function authorizer(clock = fakeClock()) {
  const asked: HttpRequest[] = [];
  const auth = new Authorizer({
    scope: 'repository:app:pull',
    credentials: async () => ({ kind: 'password', username: 'a', password: 'b' }),
    send: async (request) => {
      asked.push(request);
      return response(200, {}, JSON.stringify({ token: `token-${asked.length}`, expires_in: 300 }));
    },
    asked: { host: 'registry.example', what: 'registry.example/app:1' },
    timeout: 1000,
    now: clock.now,
  });
  return { auth, asked, clock };
}

function response(statusCode: number, headers: Record<string, string>, body = '', url = BASE): HttpResponse {
  return { statusCode, headers, url, body: Readable.from([Buffer.from(body)]) as HttpResponse['body'] };
}

const UNAUTHORIZED = response(401, { 'www-authenticate': `Bearer realm="${REALM}"` });

describe('an authorizer', () => {
  it('fetches one token for several requests that were refused together', async () => {
    const { auth, asked } = authorizer();
    expect(auth.refused(UNAUTHORIZED, BASE, undefined)).toBe(true);
    expect(await Promise.all([auth.header(BASE), auth.header(BASE)])).toEqual([
      'Bearer token-1',
      'Bearer token-1',
    ]);
    expect(auth.refused(UNAUTHORIZED, BASE, 'Bearer token-1')).toBe(true);
    expect(await auth.header(BASE)).toBe('Bearer token-2');
    // The other one comes late, with the old token.
    expect(auth.refused(UNAUTHORIZED, BASE, 'Bearer token-1')).toBe(true);
    expect(await auth.header(BASE)).toBe('Bearer token-2');
    expect(asked).toHaveLength(2);
  });

  it('fetches the next token before the one it has expires', async () => {
    const { auth, clock } = authorizer();
    auth.refused(UNAUTHORIZED, BASE, undefined);
    expect(await auth.header(BASE)).toBe('Bearer token-1');
    await clock.pause(294_000, undefined);
    expect(await auth.header(BASE)).toBe('Bearer token-1');
    await clock.pause(1000, undefined);
    expect(await Promise.all([auth.header(BASE), auth.header(BASE)])).toEqual([
      'Bearer token-2',
      'Bearer token-2',
    ]);
  });

  it('takes no orders from a host to which the registry redirected', async () => {
    const { auth, asked } = authorizer();
    const elsewhere = { ...UNAUTHORIZED, url: new URL('https://cdn.example/x') };
    expect(auth.refused(elsewhere, BASE, undefined)).toBe(false);
    expect(await auth.header(BASE)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
