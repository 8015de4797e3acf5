import type { LinkName } from '../../src/trace/index.ts';
import type { BuiltImage } from '../../testkit/image.ts';
import type { TestSigstore } from '../../testkit/sigstore.ts';
import type { AttachedTo } from './write-layout.ts';

/** What a case tampers with: an image with a signed provenance that reaches T3 as it is. */
export interface Untampered {
  readonly image: BuiltImage;
  readonly sigstore: TestSigstore;
  /** A sigstore that nobody trusts. */
  readonly stranger: TestSigstore;
  /** Layers that one case has read are known to the next; only what is said of them changes. */
  readonly cache: string;
}

export interface Tampered {
  readonly image: BuiltImage;
  /** What is attached to the image; by default the signed provenance. */
  readonly attached?: readonly AttachedTo[];
  /** Changes files of the layout before they are written. */
  readonly files?: (files: Map<string, Buffer>) => void;
  /** Reads every layer anew. */
  readonly afresh?: true;
  /** A file for --provenance. */
  readonly provenance?: Buffer;
  /** Files for the Notary Project's options: a certificate (PEM or DER) and a trust policy. */
  readonly notary?: { readonly certificate: Buffer; readonly policy: object };
}

export interface TamperingCase {
  /** As a row of the table calls it. */
  readonly name: string;
  /** Links that must come out contradicted; none where the image is refused altogether. */
  readonly links: readonly LinkName[];
  make(untampered: Untampered): Promise<Tampered>;
}
