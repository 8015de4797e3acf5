import { readCommand } from './commands.ts';
import { FlatState } from './flat-state.ts';
import { readPart } from './words.ts';

/** A command, or a pipeline of them, of a script that is read without its groups, branches and loops. */
export interface FlatPiece {
  readonly text: string;
  /** Where it begins in the script's text. */
  readonly at: number;
}

/**
 * The commands of a script one after another, each by itself: what stands in groups, branches, loops, functions and
 * substitutions like the rest, however deep. For what a parser gives up on: a nest without end, or the grammar of another
 * shell. Linear, and deep in nothing but memory.
 *
 * @param from where to begin
 */
export function flatPieces(source: string, from = 0): readonly FlatPiece[] {
  const state = new FlatState(source, from);
  while (state.at < source.length) {
    const top = state.stack.at(-1);
    if (top === undefined) break;
    if (top.kind === 'commands') readCommand(state, top);
    else readPart(state, top);
  }
  return state
    .pieces()
    .map(({ at, text, documents }) => ({ at, text: documents === '' ? text : `${text}\n${documents}` }));
}
