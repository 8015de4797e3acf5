import { parse } from 'unbash';
import { LineIndex } from '../../../explain/program-text/line-index.ts';
import { type FlatPiece, flatPieces } from '../../../explain/shell-reading/index.ts';
import { lineAt, type Scope, type TreeReader } from './scope.ts';
import type { ScriptState } from './script-state.ts';

/** Reads commands one after another where no tree of them is followed. */
export class PieceReader {
  readonly #state: ScriptState;
  readonly #tree: TreeReader;

  constructor(state: ScriptState, tree: TreeReader) {
    this.#state = state;
    this.#tree = tree;
  }

  /** Commands that the parser did not come to, each by itself. */
  pieces(pieces: readonly FlatPiece[], scope: Scope): void {
    for (const { text, at } of pieces) {
      if (!this.#state.step()) return;
      const inner = { ...scope, source: text, lines: new LineIndex(text), line: lineAt(scope, at), depth: 0 };
      try {
        this.#tree.statements(parse(text).commands, { ...inner, isPiece: true });
      } catch {
        this.#state.miss('unfollowed');
      }
    }
  }

  /** A part of the tree that lies too deep to be walked into. */
  flatten(text: string, at: number, scope: Scope): void {
    this.#state.miss('unfollowed');
    // What is flat already and still as deep as this is all inside of one word.
    if (scope.isPiece) return;
    this.#state.stepsFor(text);
    this.pieces(flatPieces(text), {
      ...scope,
      source: text,
      lines: new LineIndex(text),
      line: lineAt(scope, at),
    });
  }

  /** Lines out of a text that is not read again. */
  lines(lines: readonly string[], scope: Scope): void {
    for (const text of lines)
      this.pieces(flatPieces(text), { ...scope, source: text, lines: new LineIndex(text), depth: 0 });
  }
}
