import { forEachChild, type HereDoc, type ParsedScript, parse, type SyntaxNode } from 'unbash';
import { MAX_TEXT } from './reader/bounds.ts';

/** A piece of a shell's text that is read by itself. */
export interface TextPiece {
  readonly text: string;
  /** That it begins with. */
  readonly line: number;
}

/** What may stand open at the end of a piece, by what the parser calls it, and how it ends. */
const OPEN: Readonly<Record<string, RegExp>> = {
  'unterminated single quote': /'/g,
  'unterminated double quote': /(?<!\\)"/g,
  'unterminated ANSI-C quote': /(?<!\\)'/g,
  'unterminated backtick': /(?<!\\)`/g,
};
const MAX_LONGER = 8;

/**
 * Pieces of at most MAX_TEXT characters, cut at line ends. Where a string or here-document stands open at a cut, the piece goes
 * on to its end: what it holds may be anything, and would hide what follows from whoever reads it as commands.
 */
export function* textPieces(text: string): Generator<TextPiece> {
  let line = 1;
  let start = 0;
  while (start < text.length) {
    let end = lineEnd(text, start, start + MAX_TEXT);
    for (let i = 0; i < MAX_LONGER && end < text.length; i++) {
      const closed = closing(text, start, end);
      if (closed === undefined) break;
      end = closed;
    }
    const piece = text.slice(start, end);
    yield { text: piece, line };
    for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line++;
    start = end;
  }
}

/** Behind the last line that ends before `end`; in the midst of a longer one. */
function lineEnd(text: string, start: number, end: number): number {
  if (end >= text.length) return text.length;
  const newline = text.lastIndexOf('\n', end - 1);
  return newline > start ? newline + 1 : end;
}

/** Behind the line in which ends what stands open at the end of a piece; undefined where nothing does, or it never ends. */
function closing(text: string, start: number, end: number): number | undefined {
  let script: ParsedScript;
  try {
    script = parse(text.slice(start, end));
  } catch {
    return undefined;
  }
  const [error] = script.errors ?? [];
  const quote = error === undefined ? undefined : OPEN[error.message];
  const document = quote === undefined ? openDocument(script, 0) : undefined;
  let at = -1;
  if (quote !== undefined) {
    quote.lastIndex = end;
    at = quote.exec(text)?.index ?? -1;
  } else if (document?.delimiter !== undefined) {
    const { value } = document.delimiter;
    at = text.indexOf(`\n${document.operator === '<<-' ? '\t' : ''}${value}\n`, end - 1);
    if (at === -1) at = text.indexOf(`\n${value}\n`, end - 1);
    if (at !== -1) at = text.indexOf(value, at);
  }
  if (at === -1) return undefined;
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline + 1;
}

/** The last here-document in a piece, where its end is not there. */
function openDocument(node: SyntaxNode, depth: number): HereDoc | undefined {
  if (node.type === 'HereDoc') return node.closing === undefined ? node : undefined;
  let found: HereDoc | undefined;
  if (depth < 200)
    forEachChild(node, (child) => {
      found = openDocument(child, depth + 1) ?? found;
    });
  return found;
}
