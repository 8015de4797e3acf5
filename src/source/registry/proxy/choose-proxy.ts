import { ClearpullError } from '../../../base/errors.ts';
import { percentDecoded } from '../../../base/percent-decoded.ts';
import { isThisMachine } from '../blocked-address.ts';
import { noProxyMatcher } from './no-proxy.ts';
import type { ProxySetting, ProxySettings } from './proxy-settings.ts';

/** A proxy, and how to log in to it. */
export interface Proxy {
  /** Origin, without credentials: `http://proxy.example:3128`. */
  readonly origin: string;
  /** Value of Proxy-Authorization; undefined when the setting holds no user. */
  readonly authorization: string | undefined;
  /** Where the setting stands, for messages: `HTTPS_PROXY`. */
  readonly from: string;
}

/**
 * Which proxy stands before a web address: undefined for none. This machine is always asked directly, unless the
 * settings say otherwise. Throws `usage` for a proxy that cannot be used, without showing it: a password may be in it.
 */
export function proxyChooser(settings: ProxySettings = {}): (url: URL) => Proxy | undefined {
  const isExcepted = noProxyMatcher(settings.noProxy ?? '');
  return (url) => {
    const setting = url.protocol === 'https:' ? settings.https : settings.http;
    if (setting === undefined) return undefined;
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    if (settings.evenThisMachine !== true && isThisMachine(host)) return undefined;
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    return isExcepted({ host, port }) ? undefined : proxyOf(setting);
  };
}

/** Throws `usage` for what is no address of a proxy that clearpull can go through. */
export function checkProxy(setting: ProxySetting): void {
  proxyOf(setting);
}

function proxyOf({ address, from }: ProxySetting): Proxy {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '') {
    throw new ClearpullError('usage', `what ${from} says is no address of a proxy`, {
      hint: 'Write http://HOST:PORT, with USER:PASSWORD@ before HOST where the proxy wants a login.',
    });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const kind = url.protocol.slice(0, -1);
    throw new ClearpullError('usage', `${from} names a proxy of the kind "${kind}"`, {
      hint: 'clearpull goes through HTTP proxies only: write http://HOST:PORT or https://HOST:PORT.',
    });
  }
  const { origin, username, password } = url;
  return { origin, authorization: authorizationOf(username, password), from };
}

/** RFC 7617, out of what RFC 3986 made of it. */
function authorizationOf(username: string, password: string): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;
}
