import { createRequire } from 'node:module';

/** A stretch of a line that a pattern matches. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  /** From 1; index 0 is the whole. */
  readonly groups: readonly string[];
}

export type Pattern = (line: string, from: number) => PatternMatch | undefined;

/** What is used of re2js. */
interface Compiled {
  matcher(text: string): {
    find(from: number): boolean;
    start(): number;
    end(): number;
    groupCount(): number;
    group(index: number): string | null;
  };
}
interface Engine {
  compile(pattern: string, flags: number): Compiled;
  readonly CASE_INSENSITIVE: number;
}

let engine: Engine | undefined;

/**
 * A regular expression as sed(1) reads it (POSIX, basic or extended, with GNU's `\+`, `\?`, `\|`, `\s`, `\w`, `\b`). It runs
 * in linear time whatever the image wrote. Undefined for what no such engine can do (`\1` in a pattern) or what is none.
 */
export function sedPattern(
  source: string,
  { extended, anyCase }: { extended: boolean; anyCase: boolean },
): Pattern | undefined {
  const plain = anyCase ? undefined : plainText(source, extended);
  if (plain !== undefined) return (line, from) => plainMatch(line, from, plain);
  const translated = translate(source, extended);
  if (translated === undefined) return undefined;
  // Loaded with the first script that needs it.
  engine ??= (createRequire(import.meta.url)('re2js') as { RE2JS: Engine }).RE2JS;
  try {
    const compiled = engine.compile(translated, anyCase ? engine.CASE_INSENSITIVE : 0);
    return (line, from) => {
      const matcher = compiled.matcher(line);
      if (!matcher.find(from)) return undefined;
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, i) => matcher.group(i) ?? '');
      return { start: matcher.start(), end: matcher.end(), groups };
    };
  } catch {
    return undefined;
  }
}

function plainMatch(line: string, from: number, plain: string): PatternMatch | undefined {
  const start = line.indexOf(plain, from);
  return start < 0 ? undefined : { start, end: start + plain.length, groups: [plain] };
}

/** The text that a pattern without any special sign stands for. */
function plainText(source: string, extended: boolean): string | undefined {
  if (source === '' || /\\[^/.\-_:\]["'&,;=@#%! ^$*]/.test(source)) return undefined;
  const bare = source.replaceAll(/\\./g, '');
  const special = extended ? /[.*[\]^$+?(){}|]/ : /[.*[\]^$]/;
  return special.test(bare) ? undefined : source.replaceAll(/\\(.)/g, '$1');
}

const TURNED = '(){}|+?';

function translate(source: string, extended: boolean): string | undefined {
  let out = '';
  let atStart = true;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    const next = source.charAt(at + 1);
    const wasStart = atStart;
    atStart = false;
    if (character === '\\') {
      at++;
      if (/[1-9]/.test(next) || next === '') return undefined;
      if (TURNED.includes(next)) {
        out += extended ? `\\${next}` : next;
        atStart = !extended && (next === '(' || next === '|');
      } else if (/[nrtsSwWbB]/.test(next)) out += `\\${next}`;
      else if (next === '<' || next === '>') out += '\\b';
      else out += quoted(next);
    } else if (character === '[') {
      const end = bracketEnd(source, at);
      if (end === undefined) return undefined;
      out += bracket(source.slice(at, end));
      at = end - 1;
    } else if (character === '^') {
      out += wasStart || extended ? '^' : '\\^';
      atStart = true;
    } else if (character === '$') {
      const ends = next === '' || source.startsWith('\\)', at + 1) || source.startsWith('\\|', at + 1);
      out += ends || extended ? '$' : '\\$';
    } else if (character === '*') {
      out += wasStart ? '\\*' : '*';
    } else if (character === '.') {
      out += '.';
    } else if (TURNED.includes(character)) {
      out += extended ? character : `\\${character}`;
      atStart = extended && (character === '(' || character === '|');
    } else out += quoted(character);
  }
  return out;
}

function quoted(character: string): string {
  return /[\\^$.*+?()[\]{}|]/.test(character) ? `\\${character}` : character;
}

/** Behind the `]` that closes a bracket expression; one right after `[` or `[^` stands for itself. */
function bracketEnd(source: string, from: number): number | undefined {
  let at = from + 1;
  if (source[at] === '^') at++;
  if (source[at] === ']') at++;
  for (; at < source.length; at++) {
    if (source.startsWith('[:', at)) {
      const end = source.indexOf(':]', at + 2);
      if (end < 0) return undefined;
      at = end + 1;
    } else if (source[at] === ']') return at + 1;
  }
  return undefined;
}

/** In POSIX a backslash between brackets stands for itself; GNU reads `\n` and `\t` there. */
function bracket(text: string): string {
  const not = text.startsWith('[^');
  const inner = text.slice(not ? 2 : 1, -1);
  const safe = inner
    .replaceAll(/\\(?![nt\]])/g, '\\\\')
    .replaceAll(/\[(?!:)/g, '\\[')
    .replace(/^\]/, '\\]');
  return `[${not ? '^' : ''}${safe}]`;
}
