export const MISMATCH_KINDS = [
  /** COPY or ADD, and files outside of its destination. */
  'files-outside-destination',
  /** ENV, LABEL, CMD and the like, which only set something, and a layer with files. */
  'metadata-with-files',
  /** RUN with a package manager, and programs that no package lists. */
  'programs-without-package',
  /** RUN, COPY or ADD that the history says made no layer. */
  'made-no-layer',
] as const;
export type MismatchKind = (typeof MISMATCH_KINDS)[number];

/**
 * - `contradiction`: the builder that wrote the row does not do this
 * - `unusual`: it may have a plain reason that the history does not tell
 * - `information`: many honest images are so
 */
export const MISMATCH_WEIGHTS = ['contradiction', 'unusual', 'information'] as const;
export type MismatchWeight = (typeof MISMATCH_WEIGHTS)[number];

/** In what a layer does not fit the instruction that claims to have made it. Evidence, no accusation. */
export interface InstructionMismatch {
  readonly kind: MismatchKind;
  readonly weight: MismatchWeight;
  /** What is so, as the end of a sentence that begins with the layer: `holds 1 file outside /app`. */
  readonly text: string;
  /** Files that it is about, how many. */
  readonly count: number;
  /** At most `MAX_PATHS` of them, with leading slash, made visible; programs first. */
  readonly paths: readonly string[];
}

export const MAX_PATHS = 20;
