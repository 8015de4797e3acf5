import type { LimitName } from './limits.ts';

/**
 * Something that could not be read or not be read to its end. A problem with one file is a result, not an
 * exception: the rest goes on, and the report says what is missing.
 */
export interface Unknown {
  readonly reason: UnknownReason;
  /** With `limit-reached`: which one. */
  readonly limit?: LimitName;
  /** Path of the artefact inside its layer, without leading slash; absent when the whole layer is meant. */
  readonly path?: string;
  /** One sentence for a person. */
  readonly detail: string;
}

export type UnknownReason =
  | 'digest-mismatch'
  | 'size-mismatch'
  | 'diff-id-mismatch'
  | 'layer-missing'
  | 'layer-not-distributable'
  | 'unreadable'
  | 'decompression-failed'
  | 'unsupported-compression'
  | 'trailing-data'
  | 'tar-damaged'
  | 'limit-reached'
  | 'path-unsafe'
  | 'parse-failed'
  | 'detector-failed'
  | 'encrypted';
