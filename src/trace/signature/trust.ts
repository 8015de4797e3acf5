import type { NotaryTrust } from '../notary/trust.ts';

/** Whom signatures are believed. */
export interface Trust {
  /** Roots for certificates and transparency logs; a signature has to hold under one of them. */
  readonly roots: readonly TrustRoot[];
  readonly keys: readonly TrustKey[];
  /** Whom a certificate has to name, one of them. Without any no certificate is anybody's that was asked for. */
  readonly signers?: readonly WantedSigner[];
  /** For signatures of the Notary Project. */
  readonly notary?: NotaryTrust;
}

export interface TrustRoot {
  /** In messages: a file's name, or `the public-good root of 2026-11-05`. */
  readonly name: string;
  /** As sigstore/protobuf-specs, sigstore_trustroot.proto, has it; parsed JSON. */
  readonly json: unknown;
}

export interface TrustKey {
  readonly name: string;
  readonly pem: string;
}

export interface WantedSigner {
  /** The certificate's subject alternative name: the very one, or a pattern (RE2) that all of it has to match. */
  readonly identity: { readonly exact: string } | { readonly pattern: string };
  /** Who vouches for that identity: the OpenID issuer in the certificate. */
  readonly issuer: string;
}
