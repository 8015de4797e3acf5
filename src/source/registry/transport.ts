import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import type { Agent, Dispatcher, request } from 'undici';
import type { RegistryOptions } from '../provider.ts';
import { isBlockedAddress, isLoopbackAddress } from './blocked-address.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /**
   * True when a registry, not the user, named the host: then it must be neither a metadata service nor, unless
   * the registry is on this machine itself, this machine. What its name resolves to counts.
   */
  readonly guarded: boolean;
}

export interface HttpResponse extends Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'> {
  /** What answered, after all redirects. */
  readonly url: URL;
}

/** Sends single requests: no redirects, no retries. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}

/**
 * For one registry; `local` when it is on this machine. Certificates are checked against Node's authorities, those
 * given, and, for registries elsewhere, the machine's, which take a moment to read.
 */
export function createTransport(options: RegistryOptions, local: boolean): Transport {
  const { caCertificates } = options;
  const ca = [
    ...getCACertificates('default'),
    ...(local ? [] : getCACertificates('system')),
    ...(caCertificates === undefined ? [] : [caCertificates]),
  ];
  const here = { registry: local };
  let connected: Promise<Connections> | undefined;
  const connections = (): Promise<Connections> => {
    connected ??= connect(options, ca, here);
    return connected;
  };
  return {
    send: async ({ method, url, headers, body, signal, guarded: isGuarded }) => {
      // An address is not looked up.
      if (isGuarded && mustNotBe(url.hostname, here.registry)) throw blocked(url.hostname);
      const { send, open, guarded } = await connections();
      const response = await send(url, {
        method,
        headers: { 'user-agent': 'clearpull', ...headers },
        dispatcher: isGuarded ? guarded : open,
        ...(body === undefined ? {} : { body }),
        ...(signal === undefined ? {} : { signal }),
      });
      return { statusCode: response.statusCode, headers: response.headers, body: response.body, url };
    },
    close: async () => {
      if (connected === undefined) return;
      const { open, guarded } = await connected;
      await Promise.all([open.destroy(), guarded.destroy()]);
    },
  };
}

interface Connections {
  readonly send: typeof request;
  readonly open: Agent;
  readonly guarded: Agent;
}

/** undici is a hundred modules: loaded with the first request, so that an image on the disk does not wait for it. */
async function connect(options: RegistryOptions, ca: string[], here: Here): Promise<Connections> {
  const undici = await import('undici');
  const agentOf = (lookUp: LookupFunction): Agent =>
    new undici.Agent(agentOptions(options, { ca, lookup: lookUp }));
  return {
    send: undici.request,
    open: agentOf(noticingLookup(lookup, here)),
    guarded: agentOf(guardedLookup(lookup, here)),
  };
}

/** Whether the registry is on this machine, by what is known so far. */
interface Here {
  registry: boolean;
}

function mustNotBe(address: string, registryIsHere: boolean): boolean {
  return isBlockedAddress(address) || (!registryIsHere && isLoopbackAddress(address));
}

function blocked(host: string): Error {
  return Object.assign(new Error(`${host} must not be contacted`), { code: 'EBLOCKED' });
}

function agentOptions(
  { insecure, timeout }: RegistryOptions,
  connecting: { readonly ca: string[]; readonly lookup: LookupFunction },
): Agent.Options {
  return {
    connections: 16,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    // One stream a connection: what breaks then is one layer, which is resumed.
    allowH2: false,
    connect: { timeout, rejectUnauthorized: !insecure, ...connecting },
  };
}

/** Looks names up with `resolve`, and fails with EBLOCKED when one of the addresses must not be contacted. */
export function guardedLookup(resolve: ResolveAll, here: Readonly<Here>): LookupFunction {
  return lookupWith(resolve, (hostname, addresses) =>
    addresses.some(({ address }) => mustNotBe(address, here.registry)) ? blocked(hostname) : undefined,
  );
}

/** Looks the registry's own name up, and remembers when that is on this machine. */
function noticingLookup(resolve: ResolveAll, here: Here): LookupFunction {
  return lookupWith(resolve, (_, addresses) => {
    if (addresses.every(({ address }) => isLoopbackAddress(address))) here.registry = true;
    return undefined;
  });
}

function lookupWith(
  resolve: ResolveAll,
  objection: (hostname: string, addresses: readonly LookupAddress[]) => Error | undefined,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) {
        callback(error ?? Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' }), '');
        return;
      }
      const against = objection(hostname, addresses);
      if (against !== undefined) callback(against, '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

type ResolveAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
