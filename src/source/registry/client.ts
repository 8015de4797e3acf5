import { formatReference, type Reference } from '../../image/reference.ts';
import type { RegistryOptions } from '../provider.ts';
import { Authorizer } from './authorizer.ts';
import { connectionError, refusedWithoutPort, speaksNoTls } from './connection-error.ts';
import { credentialsFor } from './credentials.ts';
import { type Endpoint, endpointOf } from './endpoint.ts';
import { discard, sendFollowing } from './redirect.ts';
import type { Asked } from './refusal.ts';
import { type Pause, realPause, withRetries } from './retry.ts';
import { createTransport, type HttpRequest, type HttpResponse, type Transport } from './transport.ts';

export interface Ask {
  readonly method: 'GET' | 'HEAD';
  /** Below `/v2/NAME/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * Asks one registry about one repository over the OCI distribution API: finds out how it may be spoken to, logs
 * in when asked to, follows redirects and retries. Answers of any status are returned; what has no answer throws
 * `unreachable`.
 */
export class RegistryClient {
  readonly #endpoint: Endpoint;
  readonly #repository: string;
  readonly #reference: Reference;
  readonly #transport: Transport;
  readonly #authorizer: Authorizer;
  readonly #pause: Pause;
  /** Ends every request that has no signal of its own. */
  readonly signal: AbortSignal | undefined;
  #base: Promise<URL> | undefined;

  constructor(
    reference: Reference,
    options: RegistryOptions,
    { signal, pause = realPause }: { readonly signal?: AbortSignal | undefined; readonly pause?: Pause } = {},
  ) {
    this.#reference = reference;
    this.#endpoint = endpointOf(reference.registry, options.insecure);
    this.#repository = reference.repository;
    this.#transport = createTransport(options, !this.#endpoint.local);
    this.#pause = pause;
    this.signal = signal;
    this.#authorizer = new Authorizer({
      scope: `repository:${reference.repository}:pull`,
      credentials: () => credentialsFor(reference.registry, options),
      send: (request) => this.#send(request),
      asked: this.asked,
    });
  }

  /** For messages: the host, and what was asked for. */
  get asked(): Asked {
    return { host: this.#endpoint.host, what: formatReference(this.#reference) };
  }

  async ask({ method, path, headers = {}, signal = this.signal }: Ask): Promise<HttpResponse> {
    try {
      this.#base ??= this.#findBase(signal);
      const base = await this.#base;
      const url = new URL(`/v2/${this.#repository}/${path}`, base);
      for (let tries = 0; ; tries++) {
        const authorization = await this.#authorizer.header(base, signal);
        const response = await this.#send({
          method,
          url,
          headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
          guarded: false,
          ...(signal === undefined ? {} : { signal }),
        });
        if (response.statusCode !== 401 || tries === MAX_LOGINS) return response;
        if (!this.#authorizer.refused(response, authorization)) return response;
        await discard(response);
      }
    } catch (error) {
      throw connectionError(error, this.#endpoint.host, signal);
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #send(request: HttpRequest): Promise<HttpResponse> {
    return withRetries(() => sendFollowing(this.#transport, request), this.#pause, request.signal);
  }

  /** Learns from `/v2/` which protocol is spoken, and already how to log in. */
  async #findBase(signal: AbortSignal | undefined): Promise<URL> {
    const { host, protocols } = this.#endpoint;
    let failure: unknown;
    for (const protocol of protocols) {
      const base = new URL(`${protocol}//${host}/`);
      try {
        const response = await this.#send({
          method: 'GET',
          url: new URL('/v2/', base),
          headers: {},
          guarded: false,
          ...(signal === undefined ? {} : { signal }),
        });
        if (response.statusCode === 401) this.#authorizer.refused(response, undefined);
        await discard(response);
        return base;
      } catch (error) {
        failure ??= error;
        if (!speaksNoTls(error) && !refusedWithoutPort(error, host)) break;
      }
    }
    this.#base = undefined;
    throw failure;
  }
}

/** One to learn how, one after a token expired. */
const MAX_LOGINS = 2;
