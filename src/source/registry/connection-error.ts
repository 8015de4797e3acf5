import { ClearpullError } from '../../base/errors.ts';
import { interruptedError } from '../interrupted.ts';

/** Codes with which a TLS handshake fails because the other side speaks plain HTTP. */
const NOT_TLS = new Set(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was broken',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it does not answer',
  EBLOCKED: 'it sends clearpull to this machine, or to a link-local or metadata address',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it took the request and does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of an answer',
  ETRICKLE: 'it sends almost nothing',
  UND_ERR_HEADERS_OVERFLOW: 'its answer begins with too much',
  UND_ERR_SOCKET: 'the connection was broken',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer was cut off',
};

/** True when HTTPS failed in such a way that plain HTTP may be what the other side speaks. */
export function speaksNoTls(error: unknown): boolean {
  return NOT_TLS.has(codeOf(error));
}

/** True when the standard port of HTTPS is closed; that of HTTP may not be. */
export function refusedWithoutPort(error: unknown, host: string): boolean {
  return codeOf(error) === 'ECONNREFUSED' && !/:\d+$/.test(host);
}

/** What a failed connection means, in words; errors that are told already stay as they are. */
export function connectionError(error: unknown, host: string, signal?: AbortSignal): ClearpullError {
  if (error instanceof ClearpullError) return error;
  if (signal?.aborted) return interruptedError(error);
  const code = codeOf(error);
  if (isCertificateCode(code)) {
    return new ClearpullError(
      'unreachable',
      `the TLS certificate of ${host} is not trusted: ${messageOf(error)}`,
      {
        hint: 'Name the authority that issued it with --cacert FILE; --insecure does without any check.',
        cause: error,
      },
    );
  }
  if (speaksNoTls(error)) {
    return new ClearpullError('unreachable', `${host} does not speak HTTPS`, {
      hint: 'If it is a registry without TLS that you trust, use --insecure.',
      cause: error,
    });
  }
  return new ClearpullError('unreachable', `${host} cannot be reached: ${WORDS[code] ?? messageOf(error)}`, {
    hint: 'Check the name, the network, and whether the registry runs.',
    cause: error,
  });
}

function isCertificateCode(code: string): boolean {
  return /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA)/.test(
    code,
  );
}

function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (typeof code === 'string') return code;
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return first === undefined ? '' : codeOf(first);
}

function messageOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : 'unknown error';
}
