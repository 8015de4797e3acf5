import type { buildConnector } from 'undici';
import { codeOf } from './error-words.ts';

/** Alerts with which a server ends a connection because of the client's certificate (RFC 8446, 6.2). */
const ALERT =
  /_ALERT_(?:(?:NO|BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(?:REQUIRED|REVOKED|EXPIRED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/;

export function isCertificateAlert(code: string): boolean {
  return ALERT.test(code);
}

/**
 * Remembers such alerts. Under TLS 1.3 they come when the connection counts as made, and undici then only tells that
 * the other side closed it.
 */
export class AlertWatch {
  #last: Error | undefined;

  /** The same connections, watched. */
  watched(connect: buildConnector.connector): buildConnector.connector {
    return (target, callback) =>
      connect(target, (...result) => {
        const [, socket] = result;
        socket?.once('error', (error) => {
          if (isCertificateAlert(codeOf(error))) this.#last = error;
        });
        callback(...result);
      });
  }

  /** The alert behind an error, once; else the error itself. */
  behind(error: unknown): unknown {
    const alert = this.#last;
    this.#last = undefined;
    return alert ?? error;
  }
}
