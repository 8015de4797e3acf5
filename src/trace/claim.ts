import type { Digest } from '../base/digest.ts';
import type { SignatureMaterial } from './signature/material.ts';
import type { SignatureResult } from './signature/result.ts';
import type { Statement } from './statement/statement.ts';

/** One document in which somebody says something of an image. */
export interface Claim {
  /** Where it was found, as a phrase: `the statement sha256:… in the index`, `line 3 of provenance.jsonl`. */
  readonly where: string;
  /** An in-toto statement. */
  readonly statement?: Statement;
  /** A signature that names a manifest's digest and says nothing more of it (cosign, Notary Project). */
  readonly signs?: Digest;
  /** A list of contents without a statement around it (cosign's `.sbom` tag). */
  readonly contents?: unknown;
  /** What a signature over it can be checked with; absent when it is not signed. */
  readonly material?: SignatureMaterial;
  /** What checking it came to; absent when it is not signed. */
  readonly signature?: SignatureResult;
  /** The predicate type under which it was announced, by whoever put it there. */
  readonly announced?: string;
  /** Why it cannot be read or believed at all; then it says nothing. */
  readonly broken?: string;
}
