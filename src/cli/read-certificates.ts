import { X509Certificate } from 'node:crypto';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { readGiven } from './read-given.ts';

/** The labels under which Node takes certificates (RFC 7468, and OpenSSL's older ones). */
const CERTIFICATE =
  /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g;

/**
 * The text of a PEM file of certificates that the user named with `option`. Throws `usage` for a file without one, and for
 * one that is damaged: TLS passes over both without a word, and what is signed by it would be called untrusted.
 */
export async function readCertificates(file: string, option: string): Promise<string> {
  const pem = await readGiven(file, option);
  const found = pem.match(CERTIFICATE) ?? [];
  const what = `The file ${visible(file)} of ${option}`;
  if (found.length === 0) {
    throw new ClearpullError('usage', `${what} holds no certificate.`, {
      hint: 'It takes PEM, which begins with -----BEGIN CERTIFICATE-----; openssl x509 -inform der -in FILE makes it of DER.',
    });
  }
  const damaged = found.findIndex((text) => !isCertificate(text));
  if (damaged === -1) return pem;
  throw new ClearpullError(
    'usage',
    `${what} holds a damaged certificate, number ${damaged + 1} of ${found.length}.`,
    {
      hint: 'Get it anew from whoever issued it.',
    },
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
