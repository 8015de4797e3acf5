import { createHash, generateKeyPairSync } from 'node:crypto';
import { tokenChecksum } from '../src/detect/secret/token-checksum.ts';

/*
 * Secrets that open nothing: letters out of a hash of the seed, in the forms that their makers document. Put together
 * here and never written out, so that no scanner of repositories takes them for real ones.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** So many characters that depend on the seed only. */
export function letters(seed: string, length: number, alphabet: string = ALPHABET): string {
  let text = '';
  for (let block = 0; text.length < length; block++) {
    const bytes = createHash('sha512')
      .update(`clearpull test material, not a key: ${seed}: ${block}`)
      .digest();
    text += [...bytes].map((byte) => alphabet[byte % alphabet.length]).join('');
  }
  return text.slice(0, length);
}

/** A token in GitHub's form whose checksum holds. */
export function githubToken(seed: string): string {
  const body = letters(seed, 30);
  return `ghp_${body}${tokenChecksum(body)}`;
}

export function awsSecretKey(seed: string): string {
  return letters(seed, 40, `${ALPHABET}/+`);
}

/** A new key each time: nobody else has it, nothing trusts it. */
export function pemKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
