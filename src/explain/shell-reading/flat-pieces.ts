import { type FlatPiece, FlatScanner } from './flat-scanner.ts';

export type { FlatPiece } from './flat-scanner.ts';

/**
 * The commands of a script one after another, each by itself: what stands in groups, branches, loops, functions and
 * substitutions like the rest, however deep. For what a parser gives up on: a nest without end, or the grammar of another
 * shell. Linear, and deep in nothing but memory.
 *
 * @param from where to begin
 */
export function flatPieces(source: string, from = 0): readonly FlatPiece[] {
  return new FlatScanner(source, from).pieces();
}
