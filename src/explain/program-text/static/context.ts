import type { ProgramLanguage } from '../program-language.ts';
import type { ProgramNames } from './names.ts';

/** What a program is given beside its text. */
export interface Given {
  /** The words behind it; undefined where one is not known. */
  readonly words: readonly (string | undefined)[];
  /** What its standard input holds. */
  readonly input?: string;
}

/** What is known around an expression of a program. */
export interface StaticContext {
  readonly language: ProgramLanguage;
  readonly names: ProgramNames;
  /** Absolute path of the file; absent for text on a command line. */
  readonly file?: string;
  /** Absolute path of the file that the interpreter was started with. */
  readonly main?: string;
  /** The interpreter as it was called. */
  readonly interpreter?: string;
  /** `null`: set, but to something that is not known. */
  readonly variables: ReadonlyMap<string, string | null>;
  /** Absolute. */
  readonly cwd: string;
  readonly given?: Given;
  /** Characters that may still be read of the text, again and again, to understand its expressions. Counted down. */
  readonly work: { left: number };
}
