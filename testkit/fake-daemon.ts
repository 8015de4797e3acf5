import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Digest } from '../src/base/digest.ts';

/** An image that the daemon has. */
export interface DaemonItem {
  /** Default: none. */
  readonly tags?: readonly string[];
  readonly id: Digest;
  /** What it exports. */
  readonly archive: Buffer;
}

export interface FakeDaemon {
  readonly socket: string;
  /** Paths asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers instead of the daemon; false when it does not. */
export type Answerer = (path: string, response: ServerResponse) => boolean;

/**
 * The few requests of the Docker Engine API that clearpull sends, answered on a Unix socket in `folder`, images
 * found by ID or full tag as Docker does.
 */
export async function startFakeDaemon(
  folder: string,
  items: readonly DaemonItem[],
  answer: Answerer = () => false,
): Promise<FakeDaemon> {
  const socket = join(folder, `daemon-${count++}.sock`);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (answer(path, response)) return;
    if (path === '/_ping') {
      response.end('OK');
      return;
    }
    if (path === '/images/json') {
      json(
        response,
        200,
        items.map(({ id, tags }) => ({ Id: id, RepoTags: tags ?? null })),
      );
      return;
    }
    const [, name = '', verb] = /^\/images\/(.+)\/(json|get)$/.exec(path) ?? [];
    const item = items.find(({ id, tags = [] }) => id === name || tags.includes(full(name)));
    if (item === undefined) json(response, 404, { message: `No such image: ${name}` });
    else if (verb === 'json') json(response, 200, { Id: item.id, RepoTags: item.tags ?? null });
    else response.end(item.archive);
  });
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  return {
    socket,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

let count = 0;

function full(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
