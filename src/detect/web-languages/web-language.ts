import type { Dialect } from '../flow/dialect.ts';

/** A language that web servers run, and how a shell in it would look. */
export interface WebLanguage {
  readonly id: string;
  /** As a sentence names it. */
  readonly name: string;
  readonly dialect: Dialect;
  /** Cheap test: a text that does not match holds nothing to follow. */
  readonly mayMatter: (text: string) => boolean;
  /**
   * A page of this language is there to be asked for: what reaches a shell from a request is a shell. A program of
   * another kind may have it as its declared purpose.
   */
  readonly page: boolean;
}
