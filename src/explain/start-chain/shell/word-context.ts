import type { CommandExpansionPart } from 'unbash';
import type { RunConfig } from '../../../image/config.ts';
import type { ImageTree } from '../../../image/tree/image-tree.ts';
import type { Budget } from '../budget.ts';
import type { Argument } from '../chain.ts';
import { type Holes, hasHole } from './holes.ts';
import type { Positional, Scope } from './scope.ts';

/** What a word is worked out from. */
export interface WordContext {
  readonly scope: Scope;
  /** Which of the scope's cases of positional parameters. */
  readonly positional: Positional;
  readonly tree: ImageTree;
  readonly budget: Budget;
  readonly config: RunConfig;
  readonly holes: Holes;
  /**
   * True where what nothing sets shall count as empty, and the files of the image as those that are there: as it is
   * unless whoever starts the container sets or mounts more.
   */
  readonly unsetIsEmpty?: boolean;
  /** True where parts that are not known become holes; otherwise nothing is known of a value that has one. */
  readonly keepsHoles?: boolean;
  /** True for what a program is told, where files of the image stand for those that are there once it runs; no condition is decided by them. */
  readonly listsFiles?: boolean;
  /** What a command substitution prints, where that is known. */
  readonly substituted: (part: CommandExpansionPart, context: WordContext) => string | undefined;
}

/** What a part of a word comes to: one text, or several separate words (`"$@"`); undefined: not known. */
export type PartValue = { readonly text: string } | { readonly list: readonly Argument[] } | undefined;

/** One word's value; with a hole for it, or in it, where it is not known and the context keeps holes. */
export function argumentText({ text, value, partly }: Argument, context: WordContext): string | undefined {
  if (value !== undefined) return value;
  return withHoles(partly ?? context.holes.of(text), context);
}

/** A value that may have holes, as the context takes them; undefined: not known. */
export function withHoles(value: string, context: WordContext): string | undefined {
  if (context.keepsHoles === true || !hasHole(value)) return value;
  return context.unsetIsEmpty === true ? context.holes.filled(value) : undefined;
}
