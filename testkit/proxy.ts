import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { clientOf } from './certificates.ts';
import type { RegistrySwitches } from './registry-switches.ts';

export interface ProxySwitches {
  readonly tls?: RegistrySwitches['tls'];
  /** Wants this login. */
  readonly login?: { readonly username: string; readonly password: string };
  /** Where names lead, as only a proxy's own name server may know: `registry.example:443` → `127.0.0.1:PORT`. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Answers so, whatever is asked. */
  readonly answer?: { readonly status: number; readonly type?: string; readonly body?: string };
  /** Answers this to the first so many. */
  readonly failFirst?: number;
  /** Takes what is asked and never answers. */
  readonly silent?: boolean;
  /** Closes the connection instead of answering. */
  readonly hangsUp?: boolean;
  /** Breaks each way after so many bytes from behind it, the first so many times. */
  readonly cut?: { readonly after: number; readonly times: number };
}

export interface AskedOfProxy {
  readonly method: string;
  /** `host:port`, or an address. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Whose client certificate was shown. */
  readonly client?: string;
}

export interface TestProxy {
  /** Without login: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  readonly asked: readonly AskedOfProxy[];
  /** Ways that were cut so far. */
  cut(): number;
  set(switches: ProxySwitches): void;
  close(): Promise<void>;
}

/** An HTTP proxy on a free port of 127.0.0.1: CONNECT for what is encrypted, whole addresses for what is not. */
export async function startProxy(initial: ProxySwitches = {}): Promise<TestProxy> {
  let switches = initial;
  const asked: AskedOfProxy[] = [];
  const sockets = new Set<Socket>();
  let failed = 0;
  let cut = 0;

  /** What to answer instead of doing what was asked; `hang-up` and `silent` for no answer at all. */
  const refusal = ({ headers }: IncomingMessage): ProxySwitches['answer'] | 'hang-up' | 'silent' => {
    const { silent, hangsUp, login, answer, failFirst = 0 } = switches;
    if (silent) return 'silent';
    if (hangsUp) return 'hang-up';
    const wanted = `Basic ${Buffer.from(`${login?.username}:${login?.password}`).toString('base64')}`;
    if (login !== undefined && headers['proxy-authorization'] !== wanted) return { status: 407 };
    if (failed++ < failFirst) return { status: 503 };
    return answer;
  };

  const behind = (target: string): { host: string; port: number } | undefined => {
    const place = switches.hosts?.[target] ?? (target.startsWith('127.') ? target : undefined);
    const [host = '', port = ''] = place?.split(':') ?? [];
    return place === undefined ? undefined : { host, port: Number(port) };
  };

  const onConnect = (request: IncomingMessage, near: Socket): void => {
    const { url = '', headers } = request;
    asked.push({ method: 'CONNECT', target: url, headers, ...clientOf(near) });
    near.on('error', () => undefined);
    const no = refusal(request);
    if (no === 'silent') return;
    if (no === 'hang-up') return void near.destroy();
    if (no !== undefined) {
      const { status, type = 'text/plain', body = '' } = no;
      const head = `HTTP/1.1 ${status} Test\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}`;
      return void near.end(`${head}\r\n\r\n${body}`);
    }
    const place = behind(url);
    if (place === undefined) return void near.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const far = connect(place);
    far.on('connect', () => near.write('HTTP/1.1 200 Connection established\r\n\r\n'));
    let bytes = 0;
    far.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (switches.cut === undefined || cut >= switches.cut.times || bytes <= switches.cut.after) {
        near.write(chunk);
        return;
      }
      cut++;
      near.destroy();
    });
    near.on('data', (chunk: Buffer) => far.write(chunk));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  };

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, target: url, headers, ...clientOf(request.socket) });
    const no = refusal(request);
    if (no === 'silent') return;
    if (no === 'hang-up') return void response.destroy();
    if (no !== undefined) {
      return void response
        .writeHead(no.status, { 'content-type': no.type ?? 'text/plain' })
        .end(no.body ?? '');
    }
    const to = URL.canParse(url) ? new URL(url) : undefined;
    const place = to === undefined ? undefined : behind(to.port === '' ? `${to.host}:80` : to.host);
    if (to === undefined || place === undefined) return void response.writeHead(502).end();
    const { 'proxy-authorization': _, ...rest } = headers;
    const path = `${to.pathname}${to.search}`;
    const onward = httpRequest({ ...place, method, path, headers: rest }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  };

  const server: Server = initial.tls === undefined ? createServer() : createHttpsServer(initial.tls);
  server.on('connect', onConnect);
  server.on('request', onRequest);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `${initial.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    asked,
    cut: () => cut,
    set: (next) => {
      switches = next;
      failed = 0;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
