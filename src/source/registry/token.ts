import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { parseDocument } from '../parse-json.ts';
import type { Challenge } from './challenge.ts';
import type { Credentials } from './credential.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import { paced } from './paced.ts';
import { readBytes } from './read-bytes.ts';
import { checkForeignUrl } from './redirect.ts';
import { type Asked, refusal } from './refusal.ts';

/** A bearer token and until when it may be used, in milliseconds since 1970. */
export interface Token {
  readonly value: string;
  readonly expires: number;
}

const MAX_REPLY = 256 * 1024;
/** Seconds that a token lives when nothing is said (distribution, "Token Authentication Specification"). */
const DEFAULT_LIFETIME = 60;
/** Seconds taken off, so that a token does not expire on its way. */
const MARGIN = 5;

const replySchema = z.object({
  token: z.string().nullish(),
  access_token: z.string().nullish(),
  expires_in: z.number().nullish(),
});

export interface TokenQuery {
  readonly challenge: Challenge;
  /** `repository:NAME:pull`. */
  readonly scope: string;
  readonly credentials: Credentials | undefined;
  /** For messages. */
  readonly asked: Asked;
  /** The registry's own address. */
  readonly base: URL;
  /** Milliseconds of patience with an answer that trickles. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
}

/** Fetches a token where the challenge says. `send` follows redirects and retries. */
export async function fetchToken(
  send: (request: HttpRequest) => Promise<HttpResponse>,
  query: TokenQuery,
  now: () => number,
): Promise<Token> {
  const realm = query.challenge.parameters.get('realm');
  if (realm === undefined) {
    throw new ClearpullError(
      'unauthorized',
      `${query.base.host} asks for a token but does not say where to get one`,
    );
  }
  const asked = now();
  const response = await send(tokenRequest(checkForeignUrl(realm, query.base), query));
  const what = `the answer of the token server of ${query.base.host}`;
  const { signal } = query;
  const body = await readBytes(paced(response.body, query.timeout, now), {
    cap: MAX_REPLY,
    what,
    host: query.base.host,
    signal,
  });
  if (response.statusCode !== 200) {
    throw refusal(response, body, { ...query.asked, loggedIn: query.credentials !== undefined }, now());
  }
  const reply = parseDocument(body, replySchema, what);
  const value = reply.token || reply.access_token || '';
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new ClearpullError('unauthorized', `${what} holds no usable token`);
  }
  const lifetime = reply.expires_in ?? DEFAULT_LIFETIME;
  return { value, expires: asked + (lifetime - MARGIN) * 1000 };
}

function tokenRequest(realm: URL, { challenge, scope, credentials, base, signal }: TokenQuery): HttpRequest {
  const service = challenge.parameters.get('service');
  const common = { guarded: realm.origin !== base.origin, ...(signal === undefined ? {} : { signal }) };
  if (credentials?.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'clearpull',
      scope,
      refresh_token: credentials.token,
      ...(service === undefined ? {} : { service }),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { method: 'POST', url: realm, headers, body: form.toString(), ...common };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.set('scope', scope);
  const headers = credentials === undefined ? {} : { authorization: basicAuthorization(credentials) };
  return { method: 'GET', url, headers: headers as Record<string, string>, ...common };
}

/** RFC 7617. */
export function basicAuthorization(credentials: { username: string; password: string }): string {
  const { username, password } = credentials;
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
