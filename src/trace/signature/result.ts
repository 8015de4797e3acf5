/** Who signed: the holder of a key that the user gave, or whom a certificate names. */
export type Signer =
  | { readonly kind: 'key'; readonly key: string }
  | {
      readonly kind: 'certificate';
      readonly identity: string;
      readonly issuer: string;
      /** Where that identity comes from, of a run of a CI service. */
      readonly build?: CertifiedBuild;
    };

/**
 * The run that a certificate was issued to (sigstore/fulcio, docs/oid-info.md). The authority took it out of the token of the
 * run: whoever signed could not choose it. It says where was signed, not what was built there.
 */
export interface CertifiedBuild {
  /** Source Repository URI. */
  readonly repository?: string;
  /** Source Repository Digest: a commit, in hex. */
  readonly revision?: string;
  /** Source Repository Ref: `refs/heads/main`. */
  readonly ref?: string;
  /** Build Signer URI: the instructions that signed, such as a reusable workflow. */
  readonly signer?: string;
  /** Build Config URI: the instructions that the run began with. */
  readonly config?: string;
  /** Runner Environment: `github-hosted`, `self-hosted`. */
  readonly runner?: string;
  /** Run Invocation URI. */
  readonly run?: string;
}

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
