import type { NotaryEnvelope } from '../notary/envelope.ts';
import type { Envelope } from '../statement/envelope.ts';

/** What a signature is checked with, in the form in which it came. */
export type SignatureMaterial =
  /** A sigstore bundle (sigstore/protobuf-specs, sigstore_bundle.proto), v0.1 to v0.3, as parsed JSON. */
  | { readonly form: 'bundle'; readonly json: unknown; readonly envelope?: Envelope }
  /** A DSSE envelope, with what cosign keeps beside it where cosign wrote it. */
  | { readonly form: 'dsse'; readonly envelope: Envelope; readonly beside?: CosignAnnotations }
  /** cosign's signature of a payload that names the manifest (cosign, SIGNATURE_SPEC.md). */
  | {
      readonly form: 'simple-signing';
      readonly payload: Buffer;
      readonly signature: Buffer;
      readonly beside: CosignAnnotations;
    }
  /** The Notary Project's, as JWS or COSE. */
  | { readonly form: 'notary'; readonly envelope: NotaryEnvelope }
  /** Known to be there, in a format that is not checked. */
  | { readonly form: 'unchecked'; readonly format: string };

export type Checkable = Exclude<SignatureMaterial, { readonly form: 'unchecked' }>;
/** Those that may come with a certificate of sigstore's. */
export type Certified = Exclude<Checkable, { readonly form: 'notary' }>;

/** Annotations that cosign puts beside a signature; each as text. */
export interface CosignAnnotations {
  /** PEM. */
  readonly certificate?: string;
  /** JSON: SignedEntryTimestamp and Payload of the transparency log. */
  readonly bundle?: string;
  /** JSON: SignedRFC3161Timestamp. */
  readonly timestamp?: string;
}
