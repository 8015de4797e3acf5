import { parse, type Statement } from 'unbash';
import { type FlatPiece, flatPieces } from './flat/flat-pieces.ts';

/** Characters that are parsed in one go: a parser's memory is a multiple of its text's. */
const MAX_PART = 128 * 1024;
/** The same of one command that goes on for longer. */
const MAX_COMMAND = 512 * 1024;

/** A stretch of a script that is read in one go. */
export interface ShellPart {
  readonly source: string;
  /** Lines of the script before it. */
  readonly linesBefore: number;
  readonly statements: readonly Statement[];
  /** What the parser did not come to, one command after another. */
  readonly pieces: readonly FlatPiece[];
  /** Where and why the parser stopped, if it did. */
  readonly error?: { readonly message: string; readonly pos: number };
  /** It nests deeper, or goes on for longer, than a parser follows: how its pieces hang together is not known. */
  readonly isFlat?: true;
}

/**
 * A script's text, parsed, in parts of bounded size that end between commands. What a parser gives up on comes as pieces:
 * behind its error another shell may read on, and what nests without end runs all the same. Never throws.
 */
export function* shellParts(text: string): Generator<ShellPart> {
  let start = 0;
  let linesBefore = 0;
  let size = MAX_PART;
  while (start < text.length) {
    const end = endOf(text, start, size);
    const source = start === 0 && end === text.length ? text : text.slice(start, end);
    const tooLong = (source.length > MAX_COMMAND && isFull(source)) || opensMany(source);
    const part = tooLong ? flat(source) : partOf(source);
    // The last command may go on behind the end; it is read again with what follows.
    const length = end === text.length || part.isFlat ? source.length : completeUntil(part, source);
    if (length === 0 && size < MAX_COMMAND) {
      size *= 2;
      continue;
    }
    if (length === 0) {
      const rest = text.slice(start);
      const isShell = part.error?.message.startsWith('unexpected ') !== true;
      yield {
        source: rest,
        linesBefore,
        statements: [],
        pieces: flatPieces(rest),
        ...(isShell && { isFlat: true }),
      };
      return;
    }
    if (length === source.length) yield { ...part, linesBefore };
    else {
      const statements = part.statements.filter(({ pos }) => pos < length);
      yield { source, linesBefore, statements, pieces: [] };
    }
    linesBefore += linesIn(text, start, start + length);
    start += length;
    size = MAX_PART;
  }
}

/** Commands and groups in a text of half a megabyte that a parser's memory has room for. */
const MAX_MARKS = 20_000;

/** Whether a text that is no comment has more commands and groups than are parsed in one go. */
function isFull(source: string): boolean {
  if (/^\s{0,100}#/.test(source)) return false;
  let marks = 0;
  for (let at = 0; at < source.length && marks <= MAX_MARKS; at++)
    if (';|&(){}\n$`'.includes(source.charAt(at))) marks++;
  return marks > MAX_MARKS;
}

/** Here-documents that one line may open: the parser looks through all of them with each. */
const MAX_OPENED = 500;

function opensMany(source: string): boolean {
  let [opened, end] = [0, 0];
  for (let at = source.indexOf('<<'); at >= 0; at = source.indexOf('<<', at + 2)) {
    if (at > end) {
      opened = 0;
      end = source.indexOf('\n', at);
      if (end < 0) end = source.length;
    }
    if (source[at + 2] === '<') at++;
    else if (++opened > MAX_OPENED) return true;
  }
  return false;
}

function flat(source: string): Omit<ShellPart, 'linesBefore'> {
  return { source, statements: [], pieces: flatPieces(source), isFlat: true };
}

function partOf(source: string): Omit<ShellPart, 'linesBefore'> {
  try {
    const { commands, errors = [] } = parse(source);
    const tooDeep = errors.find(({ message }) => message.startsWith('maximum '));
    if (tooDeep !== undefined) return { ...flat(source), error: tooDeep };
    const [error] = errors;
    if (error === undefined) return { source, statements: commands, pieces: [] };
    const from = source.lastIndexOf('\n', Math.max(0, error.pos - 1)) + 1;
    return { source, statements: commands, pieces: flatPieces(source, from), error };
  } catch {
    return { ...flat(source), error: { message: 'the parser failed', pos: 0 } };
  }
}

/** The end of a part: behind a line. */
function endOf(text: string, start: number, size: number): number {
  const end = start + size;
  if (end >= text.length) return text.length;
  const newline = text.lastIndexOf('\n', end);
  if (newline > start) return newline + 1;
  const next = text.indexOf('\n', end);
  return next < 0 ? text.length : next + 1;
}

/** How far a part can be told to be whole: to the line on which its last command begins. */
function completeUntil(
  { statements, error }: Pick<ShellPart, 'statements' | 'error'>,
  source: string,
): number {
  const last = statements.at(-1);
  if (last === undefined) return error === undefined ? source.length : 0;
  // Behind it stand comments, if anything. A here-document would begin on its line.
  const next = source.indexOf('\n', last.end);
  const line = source.lastIndexOf('\n', last.pos) + 1;
  if (error === undefined && next >= 0 && next + 1 < source.length && !/<<|\\/.test(source.slice(line, next)))
    return source.length;
  for (let at = statements.length - 1; at >= 0; at--) {
    const begins = source.lastIndexOf('\n', statements[at]?.pos ?? 0) + 1;
    if ((statements[at - 1]?.end ?? 0) <= begins) return begins;
  }
  return 0;
}

function linesIn(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
