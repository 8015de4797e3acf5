import { parse } from 'unbash';
import type { StartStep } from '../../explanation.ts';
import type { FlatPiece } from '../../shell-reading/index.ts';
import { spend } from '../budget.ts';
import type { Frame } from './frame.ts';
import { lineAt, newShellText } from './shell-text.ts';

/** Levels of the tree that the walk may go down in a piece, where it has come to the deepest already. */
export const PIECE_NESTING = 40;

/** What commands run that were not parsed as a tree, each by itself: a rough list, better than none. */
export function walkPieces(pieces: readonly FlatPiece[], frame: Frame): StartStep[] {
  const steps: StartStep[] = [];
  for (const { text, at } of pieces) {
    if (!spend(frame.chain.budget, 1 + text.length / 16)) break;
    const line = lineAt(frame.text, at);
    const { line: _line, ...place } = frame.text.place;
    const own = newShellText(text, line === undefined ? place : { ...place, line }, frame.text.holes);
    try {
      const { commands } = parse(text);
      for (const step of frame.walker.statements(commands, { ...frame, text: own, isPiece: true }))
        steps.push(step);
    } catch {
      // One word that no parser follows; what stands around it was walked.
    }
  }
  return steps;
}
