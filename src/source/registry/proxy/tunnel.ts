import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { isWebPage } from '../refusal.ts';
import type { Proxy } from './choose-proxy.ts';
import { proxyRefusal, proxyUnreachable } from './proxy-error.ts';

export interface TunnelOptions {
  /** PEM of the authorities that a proxy asked over TLS is checked against. */
  readonly ca: readonly string[];
  /** Milliseconds until the way must be open. */
  readonly timeout: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Asks a proxy for a way to `authority`, a host with a port (RFC 9110, CONNECT): the connection on which that host
 * then answers. The proxy's login goes to the proxy alone. Throws what went wrong in words.
 */
export function openTunnel(
  proxy: Proxy,
  authority: string,
  { ca, timeout, signal }: TunnelOptions,
): Promise<Socket> {
  const url = new URL(proxy.origin);
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        'user-agent': 'clearpull',
        ...(proxy.authorization === undefined ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      agent: false,
      signal,
      ...(url.protocol === 'https:' ? { ca: [...ca] } : {}),
    });
    // The whole of it: one that trickles is not waited for either.
    const timer = setTimeout(() => {
      request.destroy(Object.assign(new Error('no answer in time'), { code: 'UND_ERR_CONNECT_TIMEOUT' }));
    }, timeout);
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(signal.aborted ? error : proxyUnreachable(proxy, error));
    });
    request.on('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      clearTimeout(timer);
      const { statusCode = 0, headers } = response;
      const webPage = isWebPage(headers);
      if (statusCode >= 200 && statusCode < 300 && !webPage) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.on('error', () => undefined).destroy();
      reject(proxyRefusal(proxy, authority, statusCode, webPage));
    });
    request.end();
  });
}
