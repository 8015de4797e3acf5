import type { LayerEntry } from '../../image/layer-facts.ts';

/** The command of a start chain that puts something into a file. */
export interface StartAct {
  /** The script with leading slash; or ENTRYPOINT, CMD. */
  readonly path: string;
  /** The layer that the script is in. */
  readonly layer?: number;
  /** From 1. */
  readonly line?: number;
  readonly excerpt: string;
  /** The condition behind which it stands where whoever starts the container decides that, as written. */
  readonly asked?: string;
}

/** A file as the start chain leaves it. */
export interface StartFile {
  /** What the merged tree would say of it; its path is where links lead. */
  readonly entry: LayerEntry;
  /** Where that is known. */
  readonly text: string | undefined;
  /** What made it so, in order, each with the text that it left. */
  readonly acts: readonly { readonly act: StartAct; readonly text: string | undefined }[];
  /** The text that the image itself has at the path, and its layer. */
  readonly before?: { readonly text: string | undefined; readonly layer: number };
  /** The path, without leading slash, that the bytes come from: of the image, or inside of an archive. */
  readonly source?: string;
  /** For an archive: where its members' facts are. */
  readonly archive?: Archive;
}

/** An archive whose members the byte pass has looked into. */
export interface Archive {
  readonly layer: number;
  /** `host` of its members, and what their paths begin with. */
  readonly host: string;
  readonly prefix: string;
}
