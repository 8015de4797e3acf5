import { ClearpullError } from '../../base/errors.ts';
import { isBlockedHost } from './blocked-address.ts';
import type { HttpRequest, HttpResponse, Transport } from './http.ts';

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What must not leave the origin that it was made for. */
const CREDENTIAL_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Sends a request and follows redirects: five at most, without credentials as soon as one leaves the origin, and
 * never to a blocked address or from HTTPS to plain HTTP, for which it throws `unreachable`.
 */
export async function sendFollowing(transport: Transport, first: HttpRequest): Promise<HttpResponse> {
  let request = first;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await transport.send(request);
    const location = response.headers['location'];
    // What is written goes where the user said, and nowhere else.
    const writes = request.method === 'POST' || request.method === 'PUT';
    if (!REDIRECTS.has(response.statusCode) || typeof location !== 'string' || writes) {
      return response;
    }
    await discard(response);
    request = redirected(request, location);
  }
  throw new ClearpullError('unreachable', `${first.url.host} redirects more than ${MAX_REDIRECTS} times`);
}

/** Throws `unreachable` for an address to which a registry must not send us. */
export function checkForeignUrl(text: string, from: URL): URL {
  const url = URL.canParse(text, from.href) ? new URL(text, from) : undefined;
  const refuse = (why: string): never => {
    throw new ClearpullError('unreachable', `${from.host} sends clearpull ${why}; that is not followed`);
  };
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse('to an address that is no web address');
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    return refuse(`from HTTPS to plain HTTP, at ${url.host}`);
  }
  if (isBlockedHost(url.hostname)) return refuse(`to ${url.host}, a link-local or metadata address`);
  // Credentials in the address would become an Authorization header.
  url.username = '';
  url.password = '';
  return url;
}

/** Milliseconds; a new connection is had sooner. */
const DISCARD_TIME = 1000;

/**
 * Reads what is left of a small body, so that its connection can be used again; gives up on one that is long, or
 * takes long.
 */
export async function discard(response: HttpResponse, milliseconds = DISCARD_TIME): Promise<void> {
  const signal = AbortSignal.timeout(milliseconds);
  await response.body.dump({ limit: 64 * 1024, signal }).catch(() => undefined);
}

/** Lets go of a body that nobody will read, and of its connection. */
export function abandon(response: HttpResponse): void {
  response.body.on('error', () => undefined).destroy();
}

function redirected(request: HttpRequest, location: string): HttpRequest {
  const url = checkForeignUrl(location, request.url);
  const leaves = url.origin !== request.url.origin;
  const headers = Object.entries(request.headers).filter(
    ([name]) => !leaves || !CREDENTIAL_HEADERS.has(name.toLowerCase()),
  );
  return { ...request, url, headers: Object.fromEntries(headers), guarded: request.guarded || leaves };
}
