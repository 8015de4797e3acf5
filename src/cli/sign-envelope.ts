import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import { IN_TOTO_PAYLOAD, signedBytes } from '../trace/index.ts';

/**
 * A statement in an envelope (DSSE), signed with a private key of the user's.
 *
 * @throws ClearpullError `usage` when the key cannot be used
 */
export function signStatement(
  statement: object,
  pem: string,
  name: string,
): Readonly<Record<string, unknown>> {
  return signEnvelope(IN_TOTO_PAYLOAD, Buffer.from(JSON.stringify(statement)), pem, name);
}

/**
 * Bytes in an envelope (DSSE), signed with a private key of the user's: Ed25519, ECDSA or RSA, as PEM.
 *
 * @param name of the key's file, for messages
 * @throws ClearpullError `usage` when the key cannot be used
 */
export function signEnvelope(
  payloadType: string,
  payload: Buffer,
  pem: string,
  name: string,
): Readonly<Record<string, unknown>> {
  const key = privateKey(pem, name);
  const bytes = signedBytes({ payloadType, payload });
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [
      { keyid: createHash('sha256').update(spki).digest('hex'), sig: signature.toString('base64') },
    ],
  };
}

function privateKey(pem: string, name: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (['ed25519', 'ec', 'rsa'].includes(key.asymmetricKeyType ?? '')) return key;
  } catch {
    // Told below.
  }
  throw new ClearpullError('usage', `${visible(name)} holds no private key that can sign.`, {
    hint: 'It takes an Ed25519, ECDSA or RSA key as PEM without a password: openssl genpkey -algorithm ed25519',
  });
}
