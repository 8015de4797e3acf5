import type { Unknown } from '../../base/unknown.ts';
import type { EntryKind } from '../../image/layer-facts.ts';

/** A tar entry with its PAX and GNU extensions applied. */
export interface TarEntry {
  readonly path: string;
  readonly kind: Exclude<EntryKind, 'whiteout' | 'opaque'>;
  /** Bytes of data that follow; 0 for all but files. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly target?: string;
  /** The data is a sparse map with pieces; the file itself would have this many bytes. */
  readonly sparseSize?: number;
}

/** Is told what a tar holds, in its order. */
export interface TarHandler {
  entry(entry: TarEntry): void;
  /** A piece of the current entry's data, valid only during the call. */
  data(piece: Buffer, last: boolean): void;
  /** The tar ended within the current entry's data. */
  truncated(): void;
  problem(unknown: Unknown): void;
}
