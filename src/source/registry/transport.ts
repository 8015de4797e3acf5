import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import type { RegistryOptions } from '../provider.ts';
import { isBlockedAddress } from './blocked-address.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** True when a registry, not the user, named the host: its name then must not resolve to a blocked address. */
  readonly guarded: boolean;
}

export type HttpResponse = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** Sends single requests: no redirects, no retries. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

/**
 * Certificates are checked against Node's authorities, those given, and, with `systemStore`, the machine's, which
 * takes a moment to read.
 */
export function createTransport(options: RegistryOptions, systemStore: boolean): Transport {
  const { caCertificates } = options;
  const ca = [
    ...getCACertificates('default'),
    ...(systemStore ? getCACertificates('system') : []),
    ...(caCertificates === undefined ? [] : [caCertificates]),
  ];
  const open = agentOf(options, { ca });
  const guarded = agentOf(options, { ca, lookup: guardedLookup(lookup) });
  return {
    send: ({ method, url, headers, body, signal, guarded: isGuarded }) =>
      request(url, {
        method,
        headers: { 'user-agent': 'clearpull', ...headers },
        dispatcher: isGuarded ? guarded : open,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      }),
    close: async () => {
      await Promise.all([open.destroy(), guarded.destroy()]);
    },
  };
}

function agentOf(
  { insecure, timeout }: RegistryOptions,
  connect: { readonly ca: string[]; readonly lookup?: LookupFunction },
): Agent {
  return new Agent({
    connections: 16,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    // One stream a connection: what breaks then is one layer, which is resumed.
    allowH2: false,
    connect: { timeout, rejectUnauthorized: !insecure, ...connect },
  });
}

/** Looks names up with `resolve`, and fails with EBLOCKED when one of the addresses is blocked. */
export function guardedLookup(resolve: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
      } else if (addresses.some(({ address }) => isBlockedAddress(address))) {
        callback(
          Object.assign(new Error(`${hostname} is at a link-local address`), { code: 'EBLOCKED' }),
          '',
        );
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

type ResolveAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
