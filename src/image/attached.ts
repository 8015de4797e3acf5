import type { Descriptor } from './descriptor.ts';

/** What a place holds about an image beside its index: manifests of statements and signatures. */
export interface Attached {
  readonly manifests: readonly AttachedManifest[];
  /** What could not be looked for, one sentence each. */
  readonly notes: readonly string[];
}

export interface AttachedManifest {
  readonly descriptor: Descriptor;
  /** As the end of a phrase: `among the referrers of sha256:…`, `under the tag sha256-….sig`. */
  readonly place: string;
}
