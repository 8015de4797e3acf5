import type { FunctionRange } from '../../flow/functions-of.ts';
import { lines } from '../../text/lines.ts';

const HEAD = /^([ \t]{0,200})(?:async[ \t]{1,9})?def[ \t]{1,9}[A-Za-z_]\w{0,200}[ \t]{0,9}(?=\()/;
/** Lines that end no function: empty ones, notes, and the closing bracket of arguments on a line of its own. */
const NO_END = /^[ \t]*(?:#|\)|$)/;
/** Arguments of a function, at most; characters. */
const MAX_HEAD = 4000;

interface Open {
  readonly indent: number;
  readonly start: number;
  readonly body: number;
}

/**
 * The functions of a Python program by their beginnings, each before those in it: from the arguments to the line that is no
 * further in than the `def`. A text in quotes that begins further out ends one too early.
 */
export function pythonFunctions(text: string): readonly FunctionRange[] {
  const found: FunctionRange[] = [];
  const open: Open[] = [];
  const close = (indent: number, end: number): void => {
    for (let last = open.at(-1); last !== undefined && last.indent >= indent; last = open.at(-1)) {
      open.pop();
      found.push({ start: last.start, body: last.body, end, isValue: false });
    }
  };
  for (const { text: line, start } of lines(text)) {
    if (start < (open.at(-1)?.body ?? 0) || NO_END.test(line)) continue;
    close(line.search(/[^ \t]/), start);
    const head = HEAD.exec(line);
    if (head === null) continue;
    const from = start + head[0].length;
    open.push({ indent: head[1]?.length ?? 0, start: from, body: endOfArguments(text, from) });
  }
  close(0, text.length);
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function endOfArguments(text: string, from: number): number {
  let depth = 0;
  const most = Math.min(text.length, from + MAX_HEAD);
  for (let at = from; at < most; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at + 1;
  }
  return most;
}
