/** What fuzzing found, made small, and fixed since: each is tried again by `fuzz.test.ts`. */
export interface FoundInput {
  readonly target: string;
  /** What went wrong, and what was done about it. */
  readonly what: string;
  /** Base64. */
  readonly input: string;
}

export const FOUND: readonly FoundInput[] = [];
