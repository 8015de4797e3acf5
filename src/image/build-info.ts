/**
 * What a compiler wrote into a program about how it was built. Anybody can write it there: it is what the program says
 * of itself. Texts are cut at `MAX_BUILD_TEXT` characters and otherwise as they are in the file.
 */
export interface BuildInfo {
  readonly language: 'go' | 'rust';
  /** `go1.26.8`; `1.95.0 (59807616e 2026-04-14)` for rustc. */
  readonly compiler?: string;
  /** Import path of the main package (Go). */
  readonly package?: string;
  /** The module that it is in (Go), or the crate (Rust). */
  readonly module?: string;
  /** `v1.2.3`, `(devel)`; of a crate `1.2.3`. */
  readonly version?: string;
  /** Commit of the source (Go). */
  readonly revision?: string;
  /** When that commit was made, RFC 3339 (Go). */
  readonly time?: string;
  /** The source had changes that were not committed (Go). */
  readonly modified?: boolean;
  /** `name@version` each, at most `MAX_DEPENDENCIES`. */
  readonly dependencies: readonly string[];
  /** How many more there are. */
  readonly moreDependencies?: number;
  /** Why it could not be read, or not all of it. */
  readonly problem?: string;
}

const MAX_BUILD_TEXT = 300;
export const MAX_DEPENDENCIES = 1000;

/** A text of build information, cut where it is too long. */
export function buildText(text: string): string {
  return text.length > MAX_BUILD_TEXT ? `${text.slice(0, MAX_BUILD_TEXT)}…` : text;
}
