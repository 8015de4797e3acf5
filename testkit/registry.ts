import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { clientOf } from './certificates.ts';
import type { Blob } from './image.ts';
import { answerBlob, answerManifest, answerReferrers, json, refuse } from './registry-answers.ts';
import type { RegistrySwitches, Repository, SeenRequest, State, TestRegistry } from './registry-switches.ts';
import { answerToken, challenge, isLoggedIn } from './registry-token.ts';
import { takeUpload } from './registry-uploads.ts';
import { blobsOf, topBlob } from './store.ts';

export type { RegistrySwitches, SeenRequest, TestRegistry } from './registry-switches.ts';

/** A registry in memory on a free port of 127.0.0.1, whose misbehaviour is switched on one by one. */
export async function startRegistry(initial: RegistrySwitches = {}): Promise<TestRegistry> {
  const requests: SeenRequest[] = [];
  let answering = 0;
  const state: State = {
    switches: initial,
    repositories: new Map(),
    tokens: new Map(),
    failed: 0,
    failedTokens: 0,
    cut: 0,
    origin: '',
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, ...clientOf(request.socket) });
    answering++;
    response.on('close', () => {
      answering--;
    });
    answer(state, request, response).catch(() => response.destroy());
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
    answering: () => answering,
    log: () => requests.map(({ method, url }) => `${method} ${url}`),
    put: (name, image, tag) => putBlobs(name, [topBlob(image), ...blobsOf(image)], tag),
    putBlobs,
    tagged: (name, tag) => repository(name).tags.get(tag)?.digest,
    remove: (name, digest) => {
      const { blobs, tags } = repository(name);
      blobs.delete(digest);
      for (const [tag, blob] of tags) if (blob.digest === digest) tags.delete(tag);
    },
    set: (switches) => {
      Object.assign(state, { switches, failed: 0, failedTokens: 0, cut: 0 });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', state.origin);
  if (url.pathname === '/token') return answerToken(state, request, url, response);
  if (!isLoggedIn(state, request)) return challenge(state, url, response);
  if (url.pathname === '/v2/') return json(response, 200, {});
  const [, name = '', kind = '', last = ''] =
    /^\/v2\/(.+?)\/(manifests|blobs\/uploads|blobs|tags|referrers)\/([^/]*)$/.exec(url.pathname) ?? [];
  const { failFirst, noHead } = state.switches;
  if (failFirst !== undefined && state.failed < failFirst.count) {
    state.failed++;
    for (const [key, value] of Object.entries(failFirst.headers ?? {})) response.setHeader(key, value);
    return json(response, failFirst.status, { errors: [{ code: 'TOOMANYREQUESTS', message: 'slow down' }] });
  }
  const repository = state.repositories.get(name);
  if (repository !== undefined && (request.method === 'POST' || request.method === 'PUT')) {
    return takeUpload(state, request, url, repository, response);
  }
  if (repository === undefined)
    return refuse(response, 'NAME_UNKNOWN', 'repository name not known to registry');
  if (kind === 'tags') return json(response, 200, { name, tags: [...repository.tags.keys()] });
  if (kind === 'referrers') return answerReferrers(state, repository, url, response, last);
  if (noHead && request.method === 'HEAD') return json(response, 405, {});
  const hidden = kind === 'manifests' && state.switches.hideManifests;
  const blob = (hidden ? undefined : repository.blobs.get(last)) ?? repository.tags.get(last);
  if (kind === 'manifests') return answerManifest(state, request, response, blob);
  return answerBlob(state, request, response, blob);
}
