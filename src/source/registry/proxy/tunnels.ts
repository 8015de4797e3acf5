import { setMaxListeners } from 'node:events';
import { buildConnector } from 'undici';
import type { Proxy } from './choose-proxy.ts';
import { openTunnel } from './tunnel.ts';

/** An error of a connection that a proxy made, and which. */
export interface ThroughProxy {
  readonly proxy: string;
}

/** Makes connections to registries, those over HTTPS through the proxy where one stands in between. */
export class Tunnels {
  readonly #proxyFor: (url: URL) => Proxy | undefined;
  readonly #options: { readonly ca: readonly string[]; readonly timeout: number };
  readonly #end = new AbortController();

  constructor(
    proxyFor: (url: URL) => Proxy | undefined,
    options: { readonly ca: readonly string[]; readonly timeout: number },
  ) {
    this.#proxyFor = proxyFor;
    this.#options = options;
    // One for each connection under way.
    setMaxListeners(0, this.#end.signal);
  }

  /** For undici's agents. The name in the certificate is always the registry's, also behind a proxy. */
  connector(options: buildConnector.BuildOptions): buildConnector.connector {
    const connect = buildConnector(options);
    return (target, callback) => {
      const proxy =
        target.protocol === 'https:' ? this.#proxyFor(new URL(`https://${target.host}`)) : undefined;
      if (proxy === undefined) {
        connect(target, callback);
        return;
      }
      const name = target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname;
      openTunnel(proxy, `${name}:${target.port || '443'}`, {
        ...this.#options,
        signal: this.#end.signal,
      }).then(
        (httpSocket) =>
          connect({ ...target, httpSocket }, (...[error, socket]) => {
            if (error === null) callback(null, socket);
            else callback(Object.assign(error, { proxy: proxy.origin } satisfies ThroughProxy), null);
          }),
        (error: Error) => callback(error, null),
      );
    };
  }

  /** Gives up what is not open yet. */
  close(): void {
    this.#end.abort();
  }
}
