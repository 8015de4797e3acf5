import { privateKeysIn } from '../pem/private-keys.ts';
import { TEXT_GATES } from '../text/word-gate.ts';
import { credentialFile } from './credential-files.ts';
import { dockerLogins } from './docker-logins.ts';
import type { FoundSecret } from './door.ts';
import { kubeconfigLogins, serviceAccountToken } from './kubeconfig.ts';
import { OTHER_WORDS, otherTokens } from './other-tokens.ts';
import { isPlaceholder } from './placeholder.ts';
import { tokenChecksumHolds } from './token-checksum.ts';
import { urlPasswords } from './url-passwords.ts';
import { type VendorSearch, vendorSecrets } from './vendor-secrets.ts';
import { VENDORS } from './vendors.ts';

/** The names of those that keep passwords by no form of their own; their texts are always looked at. */
const BY_NAME = /(?:netrc|\.pgpass|npmrc|\.pypirc|credentials(?:\.toml)?|auth\.json|\/token)$/;

/** What a text must hold, in any case, for anything but an address with a password to be found in it. */
const GATE = TEXT_GATES.gate([
  ...VENDORS.flatMap(({ words }) => words),
  ...OTHER_WORDS,
  'private key',
  '"auth"',
  'identitytoken',
  'registrytoken',
  'client-key-data',
  'clusters',
]);

/**
 * The secrets that stand in a text, in its order; none overlaps another.
 *
 * @param path of the text, or of the file that a script writes it to; without leading slash
 */
export function secretsIn(path: string, text: string, search: VendorSearch): readonly FoundSecret[] {
  const passwords = urlPasswords(text);
  const found =
    BY_NAME.test(path) || GATE.test(text) ? [...ofAForm(path, text, search), ...passwords] : passwords;
  const kept: FoundSecret[] = [];
  for (const secret of found) {
    if (isPlaceholder(text.slice(secret.start, secret.end).slice(0, 4096))) continue;
    const at = firstFrom(kept, secret.start);
    const overlaps = (kept[at - 1]?.end ?? 0) > secret.start || (kept[at]?.start ?? Infinity) < secret.end;
    if (!overlaps) kept.splice(at, 0, secret);
  }
  return kept;
}

/** Index of the first, of those sorted by their start, that starts there or later. */
function firstFrom(sorted: readonly FoundSecret[], start: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? Infinity) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function ofAForm(path: string, text: string, search: VendorSearch): readonly FoundSecret[] {
  return [
    ...serviceAccount(text),
    ...vendorSecrets(text, search),
    ...otherTokens(text),
    ...dockerLogins(text),
    ...kubeconfigLogins(text),
    ...serviceAccountToken(path, text),
    ...credentialFile(path, text),
    ...pemKeys(text),
  ].map((secret) =>
    tokenChecksumHolds(text.slice(secret.start, secret.end)) === false ? { ...secret, unsure: true } : secret,
  );
}

function pemKeys(text: string): readonly FoundSecret[] {
  return privateKeysIn(text)
    .filter(({ sealed }) => !sealed)
    .map(({ start, end, type }) => ({
      door: 'key',
      what: type === '' ? 'a private key' : `a private key (${type})`,
      start,
      end,
      // Whether a key of PGP has a passphrase is not read.
      ...(type.startsWith('PGP') && { unsure: true as const }),
    }));
}

/** The file that Google gives out for a service account: JSON that holds a key. */
function serviceAccount(text: string): readonly FoundSecret[] {
  if (!/"type"\s{0,10}:\s{0,10}"service_account"/.test(text) || !text.includes('"private_key_id"')) return [];
  return pemKeys(text)
    .slice(0, 1)
    .map((key) => ({ ...key, door: 'cloud', what: 'the key of a Google service account' }));
}
