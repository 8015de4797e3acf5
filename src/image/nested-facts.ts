import type { UnknownReason } from '../base/unknown.ts';

/** An archive inside a layer, or a part of one, that nobody could look into. */
export interface Opaque {
  /** Of the archive: `app/a.zip`, or `app/a.zip!/b.7z` for one that lies in another. */
  readonly path: string;
  readonly reason: UnknownReason;
  /** One sentence for a person. */
  readonly detail: string;
  /** Bytes, as they are stored in the archive, that were not looked into. */
  readonly bytes: number;
}

/** What the archives in one layer came to. */
export interface NestedFacts {
  /** Archives that were opened, those inside of others too. */
  readonly archives: number;
  /** Files met in them. Only those of interest have an entry: see `LayerEntry.host`. */
  readonly files: number;
  /** Bytes that came out of them. */
  readonly bytes: number;
  /** In the order in which they were met. */
  readonly opaque: readonly Opaque[];
  /** Further ones, past `maxOpaqueListed`. */
  readonly unlisted: { readonly count: number; readonly bytes: number };
}

/** What stands between an archive and what lies in it. */
export const NESTED_MARK = '!/';

/** The archive in the layer that a path leads into, or the path itself where it leads into none. */
export function outermost(path: string): string {
  return path.split(NESTED_MARK, 1)[0] ?? '';
}
