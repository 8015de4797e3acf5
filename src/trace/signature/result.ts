/** Who signed: the holder of a key that the user gave, or whom a certificate names. */
export type Signer =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'certificate'; readonly identity: string; readonly issuer: string };

/**
 * What checking a signature came to. `verified`: it holds, and is by whom the user asked for. `unnamed`: it holds, but
 * nobody said by whom it must be. `failed`: it does not hold, or is by somebody else. `unchecked`: it was not or could
 * not be checked, which is worth no more than no signature.
 */
export type SignatureResult =
  | { readonly status: 'verified' | 'unnamed'; readonly signer: Signer; readonly notes: readonly string[] }
  | { readonly status: 'failed' | 'unchecked'; readonly why: string };

/** A signer in words. */
export function signerName(signer: Signer): string {
  return signer.kind === 'key' ? `key ${signer.key}` : `${signer.identity} (by ${signer.issuer})`;
}
