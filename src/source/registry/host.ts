import { ClearpullError } from '../../base/errors.ts';
import { formatReference, type Reference } from '../../image/reference.ts';
import { REAL_CLOCK } from '../clock.ts';
import type { RegistryOptions } from '../provider.ts';
import { Authorizer } from './authorizer.ts';
import { connectionError, refusedWithoutPort, speaksNoTls } from './connection-error.ts';
import type { Credentials } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import { hostCertificates } from './host-certificates.ts';
import type { HttpRequest, HttpResponse, Transport } from './http.ts';
import { lazyTransport } from './lazy-transport.ts';
import { discard, sendFollowing } from './redirect.ts';
import type { Asked } from './refusal.ts';
import { withRetries } from './retry.ts';

export interface Ask {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Below `/v2/NAME/`; or from `/v2/` on, as the registry itself gave it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal?: AbortSignal;
}

/** A registry's answer, of any status, and whose it is. */
export interface Answer extends HttpResponse {
  readonly asked: Asked;
  /** From a mirror, instead of which others can be asked. */
  readonly fromMirror: boolean;
}

export interface HostOptions {
  readonly endpoint: Endpoint;
  /** As references name it: `docker.io`. */
  readonly registry: string;
  /** As the host itself calls it. */
  readonly repository: string;
  /** For messages. */
  readonly reference: Reference;
  readonly isMirror: boolean;
  /** Something will be written there. */
  readonly writes?: boolean;
  /** Asked once, and only when the host wants to know who is there. */
  readonly credentials: () => Promise<Credentials | undefined>;
}

/** One to learn how, one after a token expired. */
const MAX_LOGINS = 2;

/**
 * Asks one host about one repository over the OCI distribution API: finds out how it may be spoken to, logs in
 * when asked to, follows redirects and retries. Answers of any status are returned; what has no answer throws
 * `unreachable`.
 */
export class RegistryHost {
  readonly #host: HostOptions;
  readonly #options: RegistryOptions;
  readonly #transport: Transport;
  readonly #authorizer: Authorizer;
  /** Path of what is shown to who asks for a client certificate. */
  readonly #clientCertificate: string | undefined;
  #base: Promise<URL> | undefined;

  constructor(host: HostOptions, options: RegistryOptions) {
    this.#host = host;
    this.#options = options;
    const { clock = REAL_CLOCK, certificateFolders = [] } = options;
    const certificates = hostCertificates(host.registry, certificateFolders, clock.now());
    this.#clientCertificate = certificates?.client?.path;
    this.#transport = lazyTransport(options, host.endpoint.local, certificates);
    this.#authorizer = new Authorizer({
      scope: `repository:${host.repository}:pull${host.writes === true ? ',push' : ''}`,
      credentials: host.credentials,
      send: (request) => this.#send(request),
      asked: this.asked,
      timeout: options.timeout,
      now: clock.now,
    });
  }

  /** For messages: the host, and what was asked for. */
  get asked(): Asked {
    const { endpoint, reference, writes = false } = this.#host;
    return { host: endpoint.host, what: formatReference(reference), ...(writes ? { writes } : {}) };
  }

  async ask({ method, path, headers = {}, body, signal }: Ask): Promise<Answer> {
    try {
      this.#base ??= this.#findBase(signal);
      const base = await this.#base;
      const url = new URL(path.startsWith('/v2/') ? path : `/v2/${this.#host.repository}/${path}`, base);
      for (let tries = 0; ; tries++) {
        const authorization = await this.#authorizer.header(base, signal);
        const response = await this.#send({
          method,
          url,
          headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
          guarded: false,
          ...(body === undefined ? {} : { body }),
          ...(signal === undefined ? {} : { signal }),
        });
        const goOn =
          response.statusCode === 401 &&
          tries < MAX_LOGINS &&
          this.#authorizer.refused(response, base, authorization);
        if (!goOn) {
          const asked = { ...this.asked, loggedIn: this.#authorizer.loggedIn };
          return { ...response, asked, fromMirror: this.#host.isMirror };
        }
        await discard(response);
      }
    } catch (error) {
      throw connectionError(error, this.#host.endpoint.host, signal, this.#clientCertificate);
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #send(request: HttpRequest): Promise<HttpResponse> {
    const send = (): Promise<HttpResponse> => sendFollowing(this.#transport, request);
    // Where another host can be asked, that is quicker than to wait for this one.
    if (this.#host.isMirror) return send();
    const { clock = REAL_CLOCK, timeout: patience, onNotice } = this.#options;
    return withRetries(request, send, { clock, patience, onNotice });
  }

  /** Learns from `/v2/` which protocol is spoken, and already how to log in. */
  async #findBase(signal: AbortSignal | undefined): Promise<URL> {
    const { host, protocols } = this.#host.endpoint;
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
        if (response.statusCode === 401) this.#authorizer.refused(response, base, undefined);
        await discard(response);
        return base;
      } catch (error) {
        // Why HTTPS failed tells more, except where a proxy says what is wrong.
        if (failure === undefined || error instanceof ClearpullError) failure = error;
        if (!speaksNoTls(error) && !refusedWithoutPort(error, host)) break;
      }
    }
    this.#base = undefined;
    throw failure;
  }
}
