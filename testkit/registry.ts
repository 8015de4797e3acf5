import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isIndexType, isManifestType } from '../src/base/media-types.ts';
import type { Blob, BuiltImage, BuiltIndex } from './image.ts';
import { blobsOf, topBlob } from './store.ts';

export interface RegistrySwitches {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Wants this login: as basic authentication, or at its token server. */
  readonly login?: { readonly username: string; readonly password: string };
  /** `token` hands out tokens to anyone, or to `login` alone. */
  readonly auth?: 'basic' | 'token';
  /** Requests that one token is good for; default any number. */
  readonly tokenUses?: number;
  /** `expires_in` of tokens; default left out. */
  readonly tokenLifetime?: number;
  /** A refresh token that the token server takes instead of the login. */
  readonly identityToken?: string;
  /** Answers the first so many requests for manifests and blobs with this status. */
  readonly failFirst?: {
    readonly count: number;
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Breaks the connection in the middle of a blob, the first so many times. */
  readonly cutBlobs?: number;
  /** Ignores Range. */
  readonly noRange?: boolean;
  /** Says another digest for manifests than they have. */
  readonly lieAboutDigest?: boolean;
  /** Changes a byte of every manifest fetched. */
  readonly changeManifests?: boolean;
  /** Leaves Docker-Content-Digest out. */
  readonly noDigestHeader?: boolean;
  /** Sends blobs elsewhere: the function makes the address from the path, or none to answer it here. */
  readonly redirectBlobs?: (path: string) => string | undefined;
  /** Answers HEAD with 405. */
  readonly noHead?: boolean;
  /** Answers manifests with a web page. */
  readonly html?: boolean;
  /** Appends so many bytes to every blob. */
  readonly extraBytes?: number;
  /** Announces so many more bytes of every blob than it sends. */
  readonly wrongLength?: number;
  /** Takes requests for blobs and never answers. */
  readonly silentBlobs?: boolean;
  /** Sends so many bytes of every blob that is longer, and then nothing more. */
  readonly stallBlobs?: number;
  /** Content-Type of every manifest instead of its own. */
  readonly contentType?: string;
}

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** With protocol. */
  readonly origin: string;
  /** Every request in order, those to the token server included. */
  readonly requests: readonly SeenRequest[];
  /** `METHOD /path` of every request. */
  log(): string[];
  /** Puts an image or index under `repository:tag`; without a tag only by its digest. */
  put(repository: string, image: BuiltImage | BuiltIndex, tag?: string): void;
  /** Puts single blobs, manifests among them, and tags the first one. */
  putBlobs(repository: string, blobs: readonly Blob[], tag?: string): void;
  remove(repository: string, digest: string): void;
  /** Changes the switches from here on. */
  set(switches: RegistrySwitches): void;
  close(): Promise<void>;
}

interface Repository {
  readonly tags: Map<string, Blob>;
  readonly blobs: Map<string, Blob>;
}

/** A registry in memory on a free port of 127.0.0.1, whose misbehaviour is switched on one by one. */
export async function startRegistry(initial: RegistrySwitches = {}): Promise<TestRegistry> {
  const requests: SeenRequest[] = [];
  const state: State = {
    switches: initial,
    repositories: new Map(),
    tokens: new Map(),
    failed: 0,
    cut: 0,
    origin: '',
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers });
    void answer(state, request, response);
  };
  const server: Server =
    initial.tls === undefined ? createHttpServer(listener) : createHttpsServer(initial.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.origin = `${initial.tls === undefined ? 'http' : 'https'}://${host}`;

  const repository = (name: string): Repository => {
    const known = state.repositories.get(name) ?? { tags: new Map(), blobs: new Map() };
    state.repositories.set(name, known);
    return known;
  };
  const putBlobs = (name: string, blobs: readonly Blob[], tag?: string): void => {
    const [first] = blobs;
    for (const blob of blobs) repository(name).blobs.set(blob.digest, blob);
    if (tag !== undefined && first !== undefined) repository(name).tags.set(tag, first);
  };
  return {
    host,
    origin: state.origin,
    requests,
    log: () => requests.map(({ method, url }) => `${method} ${url}`),
    put: (name, image, tag) => putBlobs(name, [topBlob(image), ...blobsOf(image)], tag),
    putBlobs,
    remove: (name, digest) => void repository(name).blobs.delete(digest),
    set: (switches) => {
      state.switches = switches;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface State {
  switches: RegistrySwitches;
  readonly repositories: Map<string, Repository>;
  /** Uses left. */
  readonly tokens: Map<string, number>;
  failed: number;
  cut: number;
  origin: string;
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', state.origin);
  if (url.pathname === '/token') return answerToken(state, request, url, response);
  if (!isLoggedIn(state, request)) return challenge(state, url, response);
  if (url.pathname === '/v2/') return json(response, 200, {});
  const [, name = '', kind = '', last = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
  const { failFirst, noHead } = state.switches;
  if (failFirst !== undefined && state.failed < failFirst.count) {
    state.failed++;
    for (const [key, value] of Object.entries(failFirst.headers ?? {})) response.setHeader(key, value);
    return json(response, failFirst.status, { errors: [{ code: 'TOOMANYREQUESTS', message: 'slow down' }] });
  }
  const repository = state.repositories.get(name);
  if (repository === undefined)
    return refuse(response, 'NAME_UNKNOWN', 'repository name not known to registry');
  if (kind === 'tags') return json(response, 200, { name, tags: [...repository.tags.keys()] });
  if (noHead && request.method === 'HEAD') return json(response, 405, {});
  const blob = repository.blobs.get(last) ?? repository.tags.get(last);
  if (kind === 'manifests') return answerManifest(state, request, response, blob);
  return answerBlob(state, request, response, blob);
}

function answerManifest(
  { switches }: State,
  request: IncomingMessage,
  response: ServerResponse,
  blob: Blob | undefined,
): void {
  if (switches.html) {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Please log in</html>');
    return;
  }
  const isManifest = blob !== undefined && (isIndexType(blob.mediaType) || isManifestType(blob.mediaType));
  if (!isManifest && !blob?.mediaType.includes('manifest')) {
    refuse(response, 'MANIFEST_UNKNOWN', 'manifest unknown');
    return;
  }
  const bytes = Buffer.from(blob.bytes);
  if (switches.changeManifests) bytes[bytes.length - 2] = 0x20;
  response.setHeader('content-type', switches.contentType ?? blob.mediaType);
  if (!switches.noDigestHeader) {
    const digest = switches.lieAboutDigest ? `sha256:${'1'.repeat(64)}` : blob.digest;
    response.setHeader('docker-content-digest', digest);
  }
  response.setHeader('content-length', bytes.length);
  response.writeHead(200).end(request.method === 'HEAD' ? undefined : bytes);
}

function answerBlob(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
  blob: Blob | undefined,
): void {
  const { switches } = state;
  if (blob === undefined) {
    refuse(response, 'BLOB_UNKNOWN', 'blob unknown to registry');
    return;
  }
  if (switches.silentBlobs) return;
  const location = switches.redirectBlobs?.(request.url ?? '');
  if (location !== undefined) {
    response.writeHead(307, { location }).end();
    return;
  }
  const all = Buffer.concat([blob.bytes, Buffer.alloc(switches.extraBytes ?? 0)]);
  const range = switches.noRange ? undefined : /^bytes=(\d+)-$/.exec(request.headers['range'] ?? '')?.[1];
  const start = Number(range ?? 0);
  const bytes = all.subarray(start);
  if (range !== undefined) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${all.length - 1}/${all.length}`);
  }
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', bytes.length + (switches.wrongLength ?? 0));
  if (request.method === 'HEAD') {
    response.end();
  } else if (bytes.length > (switches.stallBlobs ?? Number.POSITIVE_INFINITY)) {
    response.write(bytes.subarray(0, switches.stallBlobs));
  } else if (state.cut < (switches.cutBlobs ?? 0)) {
    state.cut++;
    response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
  } else if ((switches.wrongLength ?? 0) > 0) {
    response.write(bytes, () => response.destroy());
  } else {
    response.end(bytes);
  }
}

function answerToken(state: State, request: IncomingMessage, url: URL, response: ServerResponse): void {
  const { login, identityToken, tokenUses, tokenLifetime } = state.switches;
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
  const asksToPull = /^repository:.+:pull$/.test(url.searchParams.get('scope') ?? '');
  if (!asksToPull || (login !== undefined && request.headers['authorization'] !== basic(login))) {
    json(response, 401, { details: 'incorrect username or password' });
    return;
  }
  grant();
}

function isLoggedIn(state: State, request: IncomingMessage): boolean {
  const { auth, login } = state.switches;
  const given = request.headers['authorization'];
  if (auth === undefined) return true;
  if (auth === 'basic') return login !== undefined && given === basic(login);
  const token = given?.replace(/^Bearer /, '') ?? '';
  const left = state.tokens.get(token) ?? 0;
  if (left > 0) state.tokens.set(token, left - 1);
  return left > 0;
}

function challenge(state: State, url: URL, response: ServerResponse): void {
  const scope = /^\/v2\/(.+)\/(?:manifests|blobs|tags)\//.exec(url.pathname)?.[1];
  const token = `Bearer realm="${state.origin}/token",service="test"${scope === undefined ? '' : `,scope="repository:${scope}:pull"`}`;
  response.setHeader('www-authenticate', state.switches.auth === 'basic' ? 'Basic realm="test"' : token);
  json(response, 401, { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] });
}

function basic(login: { readonly username: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
}

function refuse(response: ServerResponse, code: string, message: string): void {
  json(response, 404, { errors: [{ code, message }] });
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
