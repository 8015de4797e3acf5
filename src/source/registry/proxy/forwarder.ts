import { Agent, type Dispatcher } from 'undici';
import type { HttpRequest } from '../http.ts';
import type { Proxy } from './choose-proxy.ts';
import { proxyRefusal, proxyUnreachable } from './proxy-error.ts';

/** Has plain HTTP requests sent on by a proxy, which is asked for the whole address (RFC 9112, 3.2.2). */
export class Forwarder {
  readonly #agent: Agent;

  constructor({ ca, timeout }: { readonly ca: string[]; readonly timeout: number }) {
    this.#agent = new Agent({
      connections: 16,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      allowH2: false,
      connect: { ca, timeout },
    });
  }

  /** The registry's answer, or the proxy's: which of them speaks cannot be told, but for 407. */
  async request(
    proxy: Proxy,
    url: URL,
    { headers, signal, ...rest }: Pick<HttpRequest, 'method' | 'headers' | 'body' | 'signal'>,
  ): Promise<Dispatcher.ResponseData> {
    const { authorization } = proxy;
    const response = await this.#agent
      .request({
        ...rest,
        origin: proxy.origin,
        path: `${url.origin}${url.pathname}${url.search}`,
        headers: {
          ...headers,
          host: url.host,
          ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
        },
        ...(signal === undefined ? {} : { signal }),
      })
      .catch((error: unknown) => {
        throw signal?.aborted ? error : proxyUnreachable(proxy, error);
      });
    if (response.statusCode !== 407) return response;
    await response.body.dump().catch(() => undefined);
    throw proxyRefusal(proxy, url.host, 407, false);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}
