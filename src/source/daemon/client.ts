import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Agent, Dispatcher, request } from 'undici';
import { z } from 'zod';
import { ClearpullError } from '../../base/errors.ts';
import { visible } from '../../base/visible.ts';
import { interruptedError } from '../interrupted.ts';
import { parseJson } from '../parse-json.ts';
import { checkDocumentSize } from '../verify.ts';
import { type DaemonAddress, type DaemonKind, showAddress } from './address.ts';

/** Lists of thousands of images stay far below. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Podman writes an image to its own disk before it sends the first byte of it. */
const EXPORT_TIMEOUT = 15 * 60 * 1000;

export interface Answer {
  readonly status: number;
  /** Undefined when it is not JSON. */
  readonly json: unknown;
  /** What the daemon says in an error. */
  readonly said: string;
}

type Send = typeof request;

const errorSchema = z.object({ message: z.string().nullish(), cause: z.string().nullish() });

/** Asks one daemon over the Docker Engine API, which Podman speaks too. Paths without a version: the newest. */
export class DaemonClient {
  readonly #kind: DaemonKind;
  readonly #address: DaemonAddress;
  readonly #agent: Agent;
  readonly #sendRequest: Send;
  readonly #base: string;
  readonly #signal: AbortSignal | undefined;

  private constructor(
    kind: DaemonKind,
    address: DaemonAddress,
    agent: Agent,
    send: Send,
    base: string,
    signal: AbortSignal | undefined,
  ) {
    this.#kind = kind;
    this.#address = address;
    this.#agent = agent;
    this.#sendRequest = send;
    this.#base = base;
    this.#signal = signal;
  }

  static async create(
    kind: DaemonKind,
    address: DaemonAddress,
    { timeout, signal }: { readonly timeout: number; readonly signal: AbortSignal | undefined },
  ): Promise<DaemonClient> {
    const tls = address.kind === 'host' && address.certificates !== undefined;
    const connect =
      address.kind === 'socket'
        ? { socketPath: address.path }
        : tls
          ? await keys(address.certificates ?? '')
          : {};
    // A hundred modules, which only those who ask a daemon should wait for.
    const undici = await import('undici');
    const agent = new undici.Agent({
      headersTimeout: timeout,
      bodyTimeout: timeout,
      connect: { timeout, ...connect },
    });
    const base = address.kind === 'socket' ? 'http://daemon' : `${tls ? 'https' : 'http'}://${address.host}`;
    return new DaemonClient(kind, address, agent, undici.request, base, signal);
  }

  /** `the Docker daemon at /var/run/docker.sock`, for messages. */
  get title(): string {
    return `the ${this.#kind.title} at ${showAddress(this.#address)}`;
  }

  /** Throws `unreachable` or `unauthorized` unless a daemon answers. */
  async ping(): Promise<void> {
    const { status } = await this.ask('/_ping');
    if (status === 200) return;
    throw new ClearpullError('unreachable', `${this.title} answered ${status} to a ping`, {
      hint: `Is it a ${this.#kind.title} that listens there? See ${this.#kind.variable}.`,
    });
  }

  async ask(path: string): Promise<Answer> {
    const { statusCode, body } = await this.#send(path, {});
    const bytes = await this.#read(body);
    let json: unknown;
    try {
      json = parseJson(bytes, `the answer of ${this.title}`);
    } catch {
      json = undefined;
    }
    const { data } = errorSchema.safeParse(json);
    return { status: statusCode, json, said: visible((data?.message ?? data?.cause ?? '').slice(0, 300)) };
  }

  /** The bytes of a long answer; throws `unreachable` when there are none. */
  async stream(path: string): Promise<AsyncIterable<Uint8Array>> {
    const { statusCode, body } = await this.#send(path, { headersTimeout: EXPORT_TIMEOUT });
    if (statusCode === 200) return this.#told(body);
    const said = visible((await this.#read(body)).toString('utf8', 0, 300).trim());
    throw new ClearpullError(
      'unreachable',
      `${this.title} answered ${statusCode} when asked for the image: ${said}`,
    );
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #send(path: string, more: { readonly headersTimeout?: number }): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#sendRequest(this.#base + path, {
        dispatcher: this.#agent,
        headers: { 'user-agent': 'clearpull' },
        ...(this.#signal === undefined ? {} : { signal: this.#signal }),
        ...more,
      });
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  async #read(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of this.#told(body)) {
      size += chunk.length;
      checkDocumentSize(size, MAX_ANSWER_BYTES, `the answer of ${this.title}`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  /** The same bytes; where they break off, the error is in words. */
  async *#told(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of body) yield chunk;
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  #failure(cause: unknown): ClearpullError {
    if (cause instanceof ClearpullError) return cause;
    if (this.#signal?.aborted) return interruptedError(cause);
    const { code = '', message } = cause as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') {
      return new ClearpullError('unauthorized', `you may not speak to ${this.title}: permission denied`, {
        hint: 'Run clearpull as a user who may (root, or for Docker a member of the group docker).',
        cause,
      });
    }
    const why = WORDS[code] ?? (message || code);
    return new ClearpullError('unreachable', `${this.title} cannot be reached: ${why}`, {
      hint: `${this.#kind.startHint}, or say where it listens in ${this.#kind.variable} (unix:///PATH).`,
      cause,
    });
  }
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such socket',
  ECONNREFUSED: 'nobody listens there',
  ENOTSOCK: 'that is no socket',
  ECONNRESET: 'the connection was broken',
  UND_ERR_SOCKET: 'the connection was broken',
  UND_ERR_HEADERS_TIMEOUT: 'it took the request and does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of an answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  HPE_INVALID_CONSTANT: 'what answers does not speak HTTP',
};

/** The files that Docker's own client uses. */
async function keys(folder: string): Promise<{ ca: string; cert: string; key: string }> {
  const read = async (name: string): Promise<string> =>
    readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
      throw new ClearpullError('usage', `${join(folder, name)} cannot be read`, {
        hint: 'DOCKER_TLS_VERIFY is set, so ca.pem, cert.pem and key.pem are wanted in DOCKER_CERT_PATH.',
        cause,
      });
    });
  return { ca: await read('ca.pem'), cert: await read('cert.pem'), key: await read('key.pem') };
}
