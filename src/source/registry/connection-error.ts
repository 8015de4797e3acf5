import { ClearpullError } from '../../base/errors.ts';
import { interruptedError } from '../interrupted.ts';
import { isCertificateAlert } from './certificate-alert.ts';
import { codeOf, isCertificateCode, isTlsCode, messageOf, WORDS } from './error-words.ts';
import type { ThroughProxy } from './proxy/tunnels.ts';

/** True when HTTPS failed in such a way that plain HTTP may be what the other side speaks. */
export function speaksNoTls(error: unknown): boolean {
  return isTlsCode(codeOf(error));
}

/** True when the standard port of HTTPS is closed; that of HTTP may not be. */
export function refusedWithoutPort(error: unknown, host: string): boolean {
  return codeOf(error) === 'ECONNREFUSED' && !/:\d+$/.test(host);
}

/**
 * What a failed connection means, in words; errors that are told already stay as they are. `clientCertificate` is the
 * path of the one that was ready to be shown.
 */
export function connectionError(
  error: unknown,
  host: string,
  signal?: AbortSignal,
  clientCertificate?: string,
): ClearpullError {
  if (error instanceof ClearpullError) return error;
  if (signal?.aborted) return interruptedError(error);
  const code = codeOf(error);
  if (isCertificateAlert(code)) return certificateRefused(host, clientCertificate, error);
  const { proxy } = error as Partial<ThroughProxy>;
  const through = proxy === undefined ? '' : `, through the proxy ${proxy}`;
  const unreachable = (message: string, hint: string): ClearpullError =>
    new ClearpullError('unreachable', `${message}${through}`, { hint, cause: error });
  if (isCertificateCode(code)) {
    return unreachable(
      `the TLS certificate of ${host} is not trusted: ${messageOf(error)}`,
      proxy === undefined
        ? 'Name the authority that issued it with --cacert FILE; --insecure does without any check.'
        : 'If the proxy opens what is encrypted, name its authority with --cacert FILE.',
    );
  }
  if (speaksNoTls(error)) {
    return unreachable(
      `${host} does not speak HTTPS`,
      'If it is a registry without TLS that you trust, use --insecure.',
    );
  }
  return unreachable(
    `${host} cannot be reached: ${WORDS[code] ?? messageOf(error)}`,
    'Check the name, the network, and whether the registry runs.',
  );
}

function certificateRefused(host: string, shown: string | undefined, cause: unknown): ClearpullError {
  return shown === undefined
    ? new ClearpullError(
        'unauthorized',
        `${host} ended the TLS handshake; it seems to want a client certificate`,
        {
          hint: `Put client.cert and client.key into ~/.config/containers/certs.d/${host}/.`,
          cause,
        },
      )
    : new ClearpullError('unauthorized', `${host} does not accept the client certificate ${shown}`, {
        hint: 'Is it from an authority that the registry trusts, and still valid?',
        cause,
      });
}
