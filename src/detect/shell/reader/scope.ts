import type { Statement, SyntaxNode } from 'unbash';
import type { LineIndex } from '../../../explain/program-text/line-index.ts';
import type { ShellCommand, ShellPipeline } from '../model.ts';

/** Where in which text the reader is. */
export interface Scope {
  readonly source: string;
  readonly lines: LineIndex;
  /** Line of `source`'s first character. */
  readonly line: number;
  readonly via: string | undefined;
  readonly nesting: number;
  readonly depth: number;
  /** It is one command of a text that was not read as a tree. */
  readonly isPiece?: true;
  /** The sourced file that the text stands in. */
  readonly from?: string;
  /** The file that an enclosing `{ … } > file` writes to. */
  readonly writesTo?: string;
}

/** Line of a position of the scope's text, from 1. */
export function lineAt({ line, lines }: Scope, position: number): number {
  return line + lines.lineAt(position) - 1;
}

/** What the readers of a syntax tree's parts ask the reader of the tree for: what they read holds commands in turn. */
export interface TreeReader {
  /** The pipelines that statements stand for. */
  statements(statements: readonly Statement[], scope: Scope): readonly ShellPipeline[];
  /** The pipelines that a node stands for. */
  node(node: SyntaxNode, scope: Scope): readonly ShellPipeline[];
  /** The commands of a stretch of text that lies too deep to be walked into. */
  flatten(text: string, at: number, scope: Scope): void;
  /** Another text of shell, as it comes up while the script is read. */
  read(source: string, line: number, via: string | undefined, nesting: number, from?: string): void;
  /** The body of a function that a command calls, with what it is called with. */
  call(command: ShellCommand): void;
}
