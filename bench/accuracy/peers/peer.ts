/** An image in every form that a tool may want. */
export interface PeerImage {
  /** Number of the case in the run; the base image alone is `base`. */
  readonly id: string;
  /** An OCI layout. */
  readonly layout: string;
  /** The same as `docker save` writes it. */
  readonly archive: string;
  /** Each layer unpacked by itself, so that nothing is lost that a later one takes away, and the configuration. */
  readonly files: string;
  /** Where a tool may write its result. */
  readonly result: string;
}

/** What a tool said of one image, each thing in a line of its own that does not name the image. */
export type Said = readonly string[];

/** A tool as a user would call it, offline. */
export interface Peer {
  readonly name: string;
  /** What it is made for. */
  readonly is: string;
  /** What it was asked, and what of its answer counts as telling. */
  readonly asked: string;
  /** Undefined where it is not among the tools. */
  readonly version: (tools: Tools) => string | undefined;
  /** Of each image by its id; throws where it can't have looked. An image it could not read is left out. */
  readonly ask: (tools: Tools, images: readonly PeerImage[]) => ReadonlyMap<string, Said>;
}

export interface Tools {
  /** Folder of programs and rule sets. */
  readonly folder: string;
  readonly run: (
    program: string,
    args: readonly string[],
  ) => { readonly stdout: string; readonly status: number };
}
