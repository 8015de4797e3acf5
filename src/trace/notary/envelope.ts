export const NOTARY_SIGNATURE = 'application/vnd.cncf.notary.signature';
export const NOTARY_JWS = 'application/jose+json';
export const NOTARY_COSE = 'application/cose';

/** Certificates of one chain. */
export const MAX_CHAIN = 16;

/** A signature of the Notary Project (notaryproject/specifications, signature-specification.md), whatever its format. */
export interface NotaryEnvelope {
  /** `ES256` or `PS384`, as RFC 7518, section 3, has it; whatever else is said as it is. */
  readonly algorithm: string;
  /** The bytes that the signature is over. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly scheme?: string;
  /** As the signer's clock had it: nobody vouches for it. */
  readonly signingTime?: Date;
  /** For which the signing authority vouches. */
  readonly authenticSigningTime?: Date;
  /** From when on the signer no longer stands behind it. */
  readonly expiry?: Date;
  /** DER, the signer's own first; not signed. */
  readonly chain: readonly Buffer[];
  /** A TimeStampToken (RFC 3161) over the signature; not signed. */
  readonly timestamp?: Buffer;
}
