/** What of the world outside decides on a signature. */
export interface Circumstances {
  readonly now: Date;
  /** The image's registry and repository in full; absent for what did not come from a registry. */
  readonly repository?: string;
  /** The bytes of the image's manifest, which a signature may be over. */
  readonly readManifest?: () => Promise<Uint8Array | undefined>;
}
