/** A file that a finding points at, by what it holds, so that it is known again in another image. */
export interface FlaggedFile {
  /** With leading slash. */
  readonly path: string;
  /** Index of the layer that it is in. */
  readonly layer: number;
  readonly kind: 'script' | 'text' | 'program' | 'data';
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
  /** Of a script: `scriptShape`. */
  readonly shape?: string;
}
