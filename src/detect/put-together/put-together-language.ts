import type { Dialect } from '../flow/dialect.ts';

/** How programs of a language put together what they run. */
export interface PutTogetherLanguage {
  readonly dialect: Dialect;
  /** Is found in whatever runs something, be its name put together. */
  readonly mayRun: RegExp;
  /** The text with what the reader of data flow does not know written in ways that it does; lines stay what they are. */
  readonly prepared: (text: string) => Prepared;
}

export interface Prepared {
  readonly text: string;
  /** Programs of the same language that stand in it as something else: the code of `s///e`. */
  readonly code: readonly { readonly text: string; readonly at: number }[];
}

/** No request decides anything here. */
export const NO_SOURCES = /(?!)/;
