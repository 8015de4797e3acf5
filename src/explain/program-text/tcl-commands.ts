import { quote } from './call-arguments.ts';
import type { EmbeddedCommand } from './program-commands.ts';

const MAX_LINES = 5000;
const MAX_LINE = 4000;
const MAX_COMMANDS = 50;
/** Tcl's `exec` and `open "|…"`, and what expect(1) adds; the rest of the command is their words. */
const RUNS =
  /(?:^|[;[{]|\b(?:eval|catch)\s{1,20})\s{0,40}(exec|spawn|system|overlay|open\s{1,20}["{]\|)(?:\s{1,20}|(?<=\|))/g;
const SET =
  /^\s{0,40}(?:global\s|variable\s|set\s)\s{0,20}(\w{1,60})\s{1,20}(?:"([^"]{0,2000})"|\{([^{}]{0,2000})\}|(\S{1,500}))\s{0,20}$/;

/** The commands that a Tcl or expect script runs, as a shell would read them. */
export function tclCommands(text: string): readonly EmbeddedCommand[] {
  const values = new Map<string, string>();
  const found: EmbeddedCommand[] = [];
  for (const { line, number } of logicalLines(text)) {
    if (/^\s*#/.test(line)) continue;
    const set = SET.exec(line);
    if (set !== null) values.set(set[1] ?? '', set[2] ?? set[3] ?? set[4] ?? '');
    for (const match of line.matchAll(RUNS)) {
      if (found.length >= MAX_COMMANDS) return found;
      const from = match.index + match[0].length;
      // `open "|…"`: what stands within its quotes.
      const mark = /^open\s{1,20}(["{])/.exec(match[1] ?? '')?.[1];
      const end = mark === '"' ? closingQuote(line, from - 1) : mark === '{' ? line.indexOf('}', from) : -1;
      const words = wordsFrom(end < 0 ? line : line.slice(0, end), from, values);
      // `exec -ignorestderr --` and `spawn -noecho` are options of their own.
      const first = words.findIndex(({ text: word, bare }) => !(bare && word.startsWith('-')));
      const own = first < 0 ? [] : words.slice(first);
      // `system` of expect hands its words to a shell as they are; `exec` takes `|` and `>` itself.
      const asText = match[1] === 'system' || own.length === 1;
      const command = own
        .map(({ text: word, bare }) => (asText || (bare && /^(?:[|<>&]|2>)/.test(word)) ? word : quote(word)))
        .join(' ');
      if (command !== '') found.push({ text: command, line: number });
    }
  }
  return found;
}

interface TclWord {
  readonly text: string;
  /** Neither in quotes nor in braces. */
  readonly bare: boolean;
}

/** The words of a command from an index on, as far as it ends (Tcl(n): `[`, braces and quotes; backslashes stay). */
function wordsFrom(line: string, from: number, values: ReadonlyMap<string, string>): readonly TclWord[] {
  const words: TclWord[] = [];
  let at = from;
  while (at < line.length && words.length < 200) {
    const character = line.charAt(at);
    if (/\s/.test(character)) at++;
    else if (character === ']' || character === ';' || character === '}') break;
    else if (character === '{') {
      const end = closingBrace(line, at);
      words.push({ text: line.slice(at + 1, end), bare: false });
      at = end + 1;
    } else if (character === '"') {
      const end = closingQuote(line, at);
      words.push({
        text: filled(line.slice(at + 1, end).replace(/\\(["\\$[\]])/g, '$1'), values),
        bare: false,
      });
      at = end + 1;
    } else {
      const end = line.slice(at).search(/[\s;\]}"]/);
      const text = end < 0 ? line.slice(at) : line.slice(at, at + Math.max(1, end));
      words.push({ text: filled(text, values), bare: true });
      at += text.length;
    }
  }
  return words;
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$\{?(\w{1,60})\}?/g, (written, name: string) => values.get(name) ?? written);
}

function closingBrace(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return line.length;
}

function closingQuote(line: string, from: number): number {
  for (let at = from + 1; at < line.length; at++) {
    if (line.charAt(at) === '\\') at++;
    else if (line.charAt(at) === '"') return at;
  }
  return line.length;
}

/** Lines put together where they end in a backslash. */
function* logicalLines(text: string): Generator<{ line: string; number: number }> {
  let begun: { line: string; number: number } | undefined;
  for (const [index, raw] of text.split('\n', MAX_LINES).entries()) {
    const line =
      begun === undefined ? raw.slice(0, MAX_LINE) : `${begun.line} ${raw.trimStart()}`.slice(0, MAX_LINE);
    const number = begun?.number ?? index + 1;
    if (line.endsWith('\\')) begun = { line: line.slice(0, -1), number };
    else {
      begun = undefined;
      yield { line, number };
    }
  }
  if (begun !== undefined) yield begun;
}
