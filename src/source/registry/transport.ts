import { lookup } from 'node:dns';
import { getCACertificates } from 'node:tls';
import { Agent, type buildConnector, request } from 'undici';
import type { RegistryOptions } from '../provider.ts';
import { AlertWatch } from './certificate-alert.ts';
import type { HostCertificates } from './host-certificates.ts';
import type { Transport } from './http.ts';
import { blocked, guardedLookup, mustNotBe, noticingLookup } from './lookup.ts';
import { proxyChooser } from './proxy/choose-proxy.ts';
import { Forwarder } from './proxy/forwarder.ts';
import { Tunnels } from './proxy/tunnels.ts';

/**
 * For one registry; `local` when it is on this machine. Certificates are checked against Node's authorities, those
 * given, those the user keeps for this registry, and, for registries elsewhere, the machine's, which take a moment
 * to read. The client certificate is shown to the registry's own origin alone, to which unguarded requests go.
 */
export function createTransport(
  options: RegistryOptions,
  local: boolean,
  certificates?: HostCertificates,
): Transport {
  const { caCertificates, timeout, insecure } = options;
  const ca = [
    ...getCACertificates('default'),
    ...(local ? [] : getCACertificates('system')),
    ...(caCertificates === undefined ? [] : [caCertificates]),
    ...(certificates?.authorities ?? []).map(({ certificate }) => certificate),
  ];
  const here = { registry: local };
  const proxyFor = proxyChooser(options.proxies);
  const tunnels = new Tunnels(proxyFor, { ca, timeout });
  const forwarder = new Forwarder({ ca, timeout });
  const client = certificates?.client;
  const tls = { ca, timeout, rejectUnauthorized: !insecure, allowH2: false };
  const known = {
    ...tls,
    ...(client === undefined ? {} : { cert: client.certificate, key: client.key }),
    lookup: noticingLookup(lookup, here),
  };
  const alerts = new AlertWatch();
  const open = agentOf(timeout, alerts.watched(tunnels.connector(known)));
  const guarded = agentOf(timeout, tunnels.connector({ ...tls, lookup: guardedLookup(lookup, here) }));
  return {
    send: async ({ url, guarded: isGuarded, ...rest }) => {
      // An address is not looked up, nor is a name by us when a proxy does it.
      if (isGuarded && mustNotBe(url.hostname, here.registry)) throw blocked(url.hostname);
      const headers = { 'user-agent': 'clearpull', ...rest.headers };
      const proxy = proxyFor(url);
      const forwarded = proxy !== undefined && url.protocol === 'http:';
      const sending = forwarded
        ? forwarder.request(proxy, url, { ...rest, headers })
        : request(url, { ...rest, headers, dispatcher: isGuarded ? guarded : open });
      const {
        statusCode,
        headers: answered,
        body,
      } = await orAborted(sending, rest.signal).catch((error: unknown) => {
        throw isGuarded ? error : alerts.behind(error);
      });
      return { statusCode, headers: answered, body, url };
    },
    close: async () => {
      tunnels.close();
      await Promise.all([open.destroy(), guarded.destroy(), forwarder.close()]);
    },
  };
}

/** undici itself hears of an abort only once it is connected. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function agentOf(timeout: number, connect: buildConnector.connector): Agent {
  return new Agent({
    connections: 16,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    // One stream a connection: what breaks then is one layer, which is resumed.
    allowH2: false,
    connect,
  });
}
