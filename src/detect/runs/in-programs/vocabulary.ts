import type { WordGate } from '../../text/word-gate.ts';

export interface Vocabulary {
  /** One of these words stands in whatever `evaluate`, `chmod` and `run` find: a text without is not taken apart. */
  readonly words: WordGate;
  /** Brings text or bytes from the network. */
  readonly fetch: RegExp;
  /** Runs a text as a program of the same language. */
  readonly evaluate: RegExp;
  /** Turns coded text into plain text. */
  readonly decode: RegExp;
  /** Makes a file executable, and runs programs: together with a fetch, "saved and run". */
  readonly chmod?: RegExp;
  readonly run?: RegExp;
  /** What a variable is told by, its name first, where a plain word is none. */
  readonly variable?: RegExp;
  /** Quoted texts in which no variable stands. */
  readonly plain?: RegExp;
  /** What looks like `evaluate` and loads a library by its name. */
  readonly loads?: RegExp;
}
