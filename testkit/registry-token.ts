import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from './registry-answers.ts';
import type { State } from './registry-switches.ts';

/** What the token server answers (distribution, "Token Authentication Specification"). */
export function answerToken(
  state: State,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): void {
  const { login, identityToken, tokenUses, tokenLifetime } = state.switches;
  const { failTokens } = state.switches;
  if (failTokens !== undefined && state.failedTokens < failTokens.count) {
    state.failedTokens++;
    json(response, failTokens.status, { details: 'try again' });
    return;
  }
  if (state.switches.trickleTokens) {
    response.writeHead(200, { 'content-type': 'application/json' });
    trickle(response);
    return;
  }
  const grant = (): void => {
    const token = `token-${state.tokens.size + 1}`;
    state.tokens.set(token, tokenUses ?? Number.POSITIVE_INFINITY);
    const lifetime = tokenLifetime === undefined ? {} : { expires_in: tokenLifetime };
    json(response, 200, {
      ...(state.tokens.size % 2 === 1 ? { token } : { access_token: token }),
      ...lifetime,
    });
  };
  if (request.method === 'POST') {
    let form = '';
    request.on('data', (chunk: Buffer) => {
      form += chunk.toString();
    });
    request.on('end', () => {
      const given = new URLSearchParams(form).get('refresh_token');
      if (identityToken !== undefined && given === identityToken) grant();
      else json(response, 401, { details: 'incorrect refresh token' });
    });
    return;
  }
  const asksToPull = /^repository:.+:pull(?:,push)?$/.test(url.searchParams.get('scope') ?? '');
  if (!asksToPull || (login !== undefined && request.headers['authorization'] !== basic(login))) {
    json(response, 401, { details: 'incorrect username or password' });
    return;
  }
  grant();
}

/** True when the request may be answered; uses up one use of its token. */
export function isLoggedIn(state: State, request: IncomingMessage): boolean {
  const { auth, login } = state.switches;
  const given = request.headers['authorization'];
  if (auth === undefined) return true;
  if (auth === 'basic') return login !== undefined && given === basic(login);
  const token = given?.replace(/^Bearer /, '') ?? '';
  const left = state.tokens.get(token) ?? 0;
  if (left > 0) state.tokens.set(token, left - 1);
  return left > 0;
}

/** Says how to log in. */
export function challenge(state: State, url: URL, response: ServerResponse): void {
  const scope = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1];
  const token = `Bearer realm="${state.origin}/token",service="test"${scope === undefined ? '' : `,scope="repository:${scope}:pull"`}`;
  response.setHeader('www-authenticate', state.switches.auth === 'basic' ? 'Basic realm="test"' : token);
  json(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] });
}

function basic(login: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
}

/** Blanks, one at a time, until the other side has enough. */
function trickle(response: ServerResponse): void {
  if (response.destroyed) return;
  response.write(' ');
  setImmediate(() => trickle(response));
}
