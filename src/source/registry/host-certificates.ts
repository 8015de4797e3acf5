import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ClearpullError, type ErrorDetails } from '../../base/errors.ts';

/** No certificate or key comes near this. */
const MAX_BYTES = 1024 * 1024;

/** What the user keeps for one registry. */
export interface HostCertificates {
  /** The folder in which it lies. */
  readonly folder: string;
  /** Authorities to trust for it. */
  readonly authorities: readonly Authority[];
  readonly client: ClientCertificate | undefined;
}

export interface Authority {
  readonly path: string;
  /** PEM. */
  readonly certificate: string;
}

/** Who we are to a registry that wants to see a certificate. */
export interface ClientCertificate {
  /** PEM; those of intermediate authorities may follow. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  /** Paths of both, for messages. */
  readonly path: string;
  readonly keyPath: string;
}

/**
 * What lies in the first of the folders that has one for the host (Docker, "Verify repository client with
 * certificates"; containers-certs.d(5)): every `*.crt` is an authority, `NAME.cert` with `NAME.key` a client
 * certificate, of several the first by name. Undefined when there is nothing. Throws `usage` for what is there and
 * cannot be used. `now` is in milliseconds since 1970.
 */
export function hostCertificates(
  host: string,
  folders: readonly string[],
  now: number,
): HostCertificates | undefined {
  const folder = folders.map((parent) => join(parent, host)).find(isFolder);
  if (folder === undefined) return undefined;
  const names = namesIn(folder);
  const withEnding = (ending: string): string[] => names.filter((name) => name.endsWith(ending));
  const authorities = withEnding('.crt').map((name) => authority(join(folder, name)));
  const [first] = [...withEnding('.cert'), ...withEnding('.key')].map((name) => join(folder, stem(name)));
  const client = first === undefined ? undefined : clientCertificate(first, now);
  return { folder, authorities, client };
}

/** `NAME.cert` and `NAME.key`, of which the one without the other is a mistake. */
function clientCertificate(pair: string, now: number): ClientCertificate {
  const path = `${pair}.cert`;
  const keyPath = `${pair}.key`;
  const certificate = read(path);
  const key = read(keyPath);
  const parsed = parseCertificate(certificate, path);
  if (!parsed.checkPrivateKey(parseKey(key, keyPath))) {
    throw unusable(`${keyPath} is not the key of ${path}`);
  }
  if (Date.parse(parsed.validTo) < now) {
    throw unusable(`the client certificate ${path} was valid until ${parsed.validTo}`, { hint: 'Renew it.' });
  }
  return { certificate, key, path, keyPath };
}

function authority(path: string): Authority {
  const certificate = read(path);
  parseCertificate(certificate, path);
  return { path, certificate };
}

function parseCertificate(text: string, path: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw unusable(`${path} holds no certificate in PEM`, { cause });
  }
}

function parseKey(text: string, path: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    // As PKCS #8 and as OpenSSL of old write it.
    if (!/\bENCRYPTED\b/.test(text)) throw unusable(`${path} holds no private key in PEM`, { cause });
    throw unusable(`${path} is locked with a passphrase`, {
      hint: 'Keep the key without one, readable by you alone.',
      cause,
    });
  }
}

function read(path: string): string {
  try {
    if (statSync(path).size > MAX_BYTES) throw new Error('it is larger than 1 MiB');
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function stem(name: string): string {
  return name.replace(/\.[^.]+$/, '');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'you may not read it',
  EISDIR: 'it is a folder',
};

function unreadable(path: string, cause: unknown): ClearpullError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return unusable(`${path} cannot be read: ${WHY[code] ?? message}`, { cause });
}

function unusable(message: string, details: ErrorDetails = {}): ClearpullError {
  return new ClearpullError('usage', message, {
    hint: 'Mend or remove it. A client certificate is NAME.cert with its key NAME.key, an authority NAME.crt.',
    ...details,
  });
}
