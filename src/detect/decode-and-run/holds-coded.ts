/** Long, and of the characters that codings use; the last are values of bytes. */
const CODED = /[A-Za-z0-9+/_-]{64,}|(?:\\x[0-9a-fA-F]{2}){16}|(?:\d{2,3}, ?){24,}/g;
const MIN_CHARACTERS = 64;
const MIN_VALUES = 24;
/** A ruler (`-+-+-`) has no letters or digits; of those, even two can be a code (`0110…`). */
const MIN_DIFFERENT = 2;
const SIGNS = '+/_-';
/** In so many values, bytes of a program go down about twelve times; tables of characters and parsers are sorted. */
const MIN_DESCENTS = 4;
/** Characters in a row that repeat or count up by one: rulers, `ABC…xyz0…9`. */
const SERIES = 8;

/** Whether a text holds something in code that nothing here can read. What only looks long is none: rulers, alphabets, sorted tables, paths and addresses. */
export function holdsCoded(text: string): boolean {
  for (const [run] of text.matchAll(CODED)) {
    if (run.startsWith('\\')) return true;
    if (run.includes(',') ? isUnsorted(run) : isMixed(run) && !isWords(run)) return true;
  }
  return false;
}

const TOKEN = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
/** On average; what codings make of bytes changes from small to large letters and to digits every other character. */
const MIN_TOKEN = 4;
/** No word is longer, but many a text coded in letters alone. */
const MAX_TOKEN = 20;

/** `vendor/package/src/Some/LongName-of_a_file`: words and numbers with signs between them. */
function isWords(run: string): boolean {
  if (!/[/_-]/.test(run)) return false;
  const tokens = run.match(TOKEN) ?? [];
  const letters = tokens.reduce((sum, { length }) => sum + length, 0);
  return letters >= tokens.length * MIN_TOKEN && tokens.every(({ length }) => length <= MAX_TOKEN);
}

/** What is left without series is as long as text in code, and no ruler. */
function isMixed(run: string): boolean {
  const different = new Set<string>();
  let left = 0;
  for (let start = 0; start < run.length; ) {
    const end = seriesEnd(run, start);
    if (end - start < SERIES) {
      for (const character of run.slice(start, end)) if (!SIGNS.includes(character)) different.add(character);
      left += end - start;
    }
    if (left >= MIN_CHARACTERS && different.size >= MIN_DIFFERENT) return true;
    start = end;
  }
  return false;
}

/** Where the characters stop repeating, or counting up, that begin at `start`. */
function seriesEnd(run: string, start: number): number {
  const step = run.charCodeAt(start + 1) - run.charCodeAt(start);
  let end = start + 1;
  if (step !== 0 && step !== 1) return end;
  while (end < run.length && run.charCodeAt(end) - run.charCodeAt(end - 1) === step) end++;
  // The last one may begin the next series.
  return end - start < SERIES ? start + 1 : end;
}

/** Any stretch of values goes down as often as bytes of a program do. */
function isUnsorted(run: string): boolean {
  const values = run.match(/\d+/g)?.map(Number) ?? [];
  const falls = values.map((value, at) => (at > 0 && value <= (values[at - 1] ?? 0) ? 1 : 0));
  let inWindow = 0;
  for (const [at, fall] of falls.entries()) {
    inWindow += fall - (falls[at - MIN_VALUES] ?? 0);
    if (at >= MIN_VALUES - 1 && inWindow >= MIN_DESCENTS) return true;
  }
  return false;
}
