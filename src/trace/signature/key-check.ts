import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ClearpullError } from '../../base/errors.ts';
import { holdsJose } from './jose.ts';
import type { TrustKey } from './trust.ts';

/**
 * The name of the key that made a signature over the bytes; undefined when none did. `algorithm` is how it says that it
 * is signed (RFC 7518), where it does; it counts only where it fits the key.
 */
export type KeyCheck = (bytes: Buffer, signature: Buffer, algorithm?: string) => string | undefined;

/** Throws `usage` for what is no public key in PEM. `option` is what the keys were named with. */
export function keyCheck(keys: readonly TrustKey[], option = '--key'): KeyCheck {
  const known = keys.map(({ name, pem }) => ({ name, key: publicKey(name, pem, option) }));
  return (bytes, signature, algorithm) =>
    known.find(({ key }) => {
      if (algorithm !== undefined) return holdsJose(algorithm, bytes, key, signature);
      return digestsFor(key).some((digest) => holds(digest, bytes, key, signature));
    })?.name;
}

function publicKey(name: string, pem: string, option: string): KeyObject {
  try {
    // A private key would be taken, too; nobody should have to hand one out.
    if (!/-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem)) throw new Error('no public key');
    return createPublicKey(pem);
  } catch (cause) {
    throw new ClearpullError('usage', `The file ${name} of ${option} holds no public key.`, {
      hint: 'It begins with -----BEGIN PUBLIC KEY-----, as "cosign public-key" writes it.',
      cause,
    });
  }
}

/** cosign signs with SHA-256 whatever the curve; others take the digest that fits the key. Ed25519 needs none. */
function digestsFor({ asymmetricKeyType }: KeyObject): readonly (string | undefined)[] {
  return asymmetricKeyType === 'ed25519' ? [undefined] : ['sha256', 'sha384', 'sha512'];
}

function holds(digest: string | undefined, bytes: Buffer, key: KeyObject, signature: Buffer): boolean {
  try {
    return verify(digest, bytes, key, signature);
  } catch {
    // A signature of another form than the key makes.
    return false;
  }
}
