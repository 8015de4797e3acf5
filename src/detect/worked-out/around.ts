import type { Budget } from './budget.ts';
import type { Value } from './value.ts';

export type WorkedLanguage = 'python' | 'node';

/** A text that a program hands to a shell, to its own language or to a file. */
export interface Handed {
  readonly text: string;
  readonly line: number;
}

export interface HandedFile extends Handed {
  readonly path: string;
}

/** What lies around a program. */
export interface Around {
  readonly path?: string;
  readonly readFile?: (path: string) => string | undefined;
  /** Files that import it, one in another. */
  readonly imported?: number;
  /** Shared with the files that import it. */
  readonly modules?: Modules;
}

/** The files that a program imports, and those that they import: each is read once. */
export interface Modules {
  readonly values: Map<string, Value>;
  /** What all of them together may have read again. */
  readonly budget: Budget;
  /** Characters of more of them that are read. */
  left: number;
}
