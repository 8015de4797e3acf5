import { ClearpullError } from '../../../base/errors.ts';
import { codeOf, isCertificateCode, isTlsCode, messageOf, WORDS } from '../error-words.ts';
import type { Proxy } from './choose-proxy.ts';

/** Statuses of proxies that often pass: the host behind it is asked again. */
const TRANSIENT_STATUS = new Set([429, 500, 502, 503, 504]);

/** What the error's cause has as `code` when asking again makes sense. */
export const PROXY_BUSY = 'EPROXYBUSY';

/** A proxy that cannot be connected to, or does not speak as one. */
export function proxyUnreachable(proxy: Proxy, cause: unknown): ClearpullError {
  const code = codeOf(cause);
  const which = `the proxy ${proxy.origin}`;
  if (isCertificateCode(code)) {
    return new ClearpullError(
      'unreachable',
      `the TLS certificate of ${which} is not trusted: ${messageOf(cause)}`,
      {
        hint: 'Name the authority that issued it with --cacert FILE.',
        cause,
      },
    );
  }
  const why =
    PROXY_WORDS[code] ??
    (code.startsWith('HPE_') ? 'what answers there speaks no HTTP' : undefined) ??
    (isTlsCode(code) ? 'it speaks no TLS' : (WORDS[code] ?? messageOf(cause)));
  return new ClearpullError('unreachable', `${which} cannot be used: ${why}`, {
    hint: checkHint(proxy),
    cause,
  });
}

const PROXY_WORDS: Readonly<Record<string, string>> = {
  ECONNRESET: 'it closed the connection without an answer',
  UND_ERR_SOCKET: 'it closed the connection without an answer',
  HPE_HEADER_OVERFLOW: 'its answer begins with too much',
};

/** A proxy that answers `status` instead of opening a way to `authority`, a host with a port. */
export function proxyRefusal(
  proxy: Proxy,
  authority: string,
  status: number,
  isWebPage: boolean,
): ClearpullError {
  const which = `the proxy ${proxy.origin}`;
  // tinyproxy answers 401 to a wrong login.
  if (status === 407 || status === 401) {
    return proxy.authorization === undefined
      ? new ClearpullError('unauthorized', `${which} wants a login`, {
          hint: `Write it into ${variableOf(proxy)}: http://USER:PASSWORD@HOST:PORT, each special character as %XX.`,
        })
      : new ClearpullError('unauthorized', `${which} does not take the login in ${proxy.from}`, {
          hint: 'Compare user and password; a special character in them is written as %XX.',
        });
  }
  if (status === 403) {
    return new ClearpullError('unauthorized', `${which} does not let clearpull through to ${authority}`, {
      hint: `Ask who runs it; or name the host in NO_PROXY, where it can be reached directly.`,
    });
  }
  if (TRANSIENT_STATUS.has(status)) {
    const cause = Object.assign(new Error(`answered ${status}`), { code: PROXY_BUSY });
    return new ClearpullError('unreachable', `${which} cannot reach ${authority}: it answered ${status}`, {
      hint: 'Is the name right? If so, the fault is the proxy’s or the registry’s; try again later.',
      cause,
    });
  }
  const answered = isWebPage ? 'answered with a web page' : `answered ${status}`;
  return new ClearpullError('unreachable', `${which} ${answered} instead of opening a way to ${authority}`, {
    hint: checkHint(proxy),
  });
}

function checkHint({ from }: Proxy): string {
  return `Is there an HTTP proxy at that address? It stands in ${from}.`;
}

/** The flag takes no login. */
function variableOf({ from }: Proxy): string {
  return from === '--proxy' ? 'the variable HTTPS_PROXY instead of --proxy' : from;
}
