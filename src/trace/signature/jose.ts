import { constants, type KeyObject, verify } from 'node:crypto';

/**
 * Whether a signature by ECDSA or RSA-PSS of RFC 7518, section 3, holds: those that the Notary Project allows. False also
 * for another algorithm, and for one that does not fit the key.
 */
export function holdsJose(algorithm: string, bytes: Buffer, key: KeyObject, signature: Buffer): boolean {
  const [, family, bits] = /^(ES|PS)(256|384|512)$/.exec(algorithm) ?? [];
  const { asymmetricKeyType: type } = key;
  try {
    if (family === 'ES' && type === 'ec') {
      return verify(`sha${bits}`, bytes, { key, dsaEncoding: 'ieee-p1363' }, signature);
    }
    if (family !== 'PS' || type !== 'rsa') return false;
    const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
    return verify(`sha${bits}`, bytes, { key, padding, saltLength }, signature);
  } catch {
    // A signature of another form than the key makes.
    return false;
  }
}
