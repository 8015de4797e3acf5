import type { DifferingFile } from './compare-layers.ts';

/** Why two honest builds may differ in a file that nothing executes. */
export interface KnownDifference {
  /** Said of one or more files: `logs`. */
  readonly what: string;
  explains(file: DifferingFile, texts: FileTexts): boolean;
}

/** The texts kept of a file in both images; undefined where none was kept. */
export interface FileTexts {
  readonly original: string | undefined;
  readonly rebuilt: string | undefined;
}

/**
 * Only what can be seen to be harmless, or is data that nobody runs: compiled Python, archives and programs can hide
 * a change, and stay unexplained however often they differ for no reason.
 */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    what: 'times written into a text',
    explains: ({ how }, texts) => how === 'bytes' && sameAfter(withoutTimes, texts),
  },
  {
    what: 'the day of the last change of a password',
    explains: ({ how, path }, texts) =>
      how === 'bytes' && /^\/etc\/shadow-?$/.test(path) && sameAfter(withoutLastChange, texts),
  },
  plainData('logs', /^\/var\/log\/(?:[^/]+\/){0,5}[^/]+\.log$/),
  plainData("the linker's cache of file times", /^\/var\/cache\/ldconfig\/aux-cache$/),
  plainData('lists of packages as of the day of the build', /^\/var\/lib\/apt\/lists\/[^/]+$/),
  plainData('an identity made anew', /^\/(?:etc|var\/lib\/dbus)\/machine-id$/),
];

/** Files whose bytes nothing executes, and which stay plain files of the same mode and owner. */
function plainData(what: string, paths: RegExp): KnownDifference {
  return {
    what,
    explains: ({ how, path, original, rebuilt }) =>
      how === 'bytes' &&
      paths.test(path) &&
      [original, rebuilt].every(
        (entry) => entry?.content?.kind !== 'elf' && entry?.content?.kind !== 'script',
      ),
  };
}

/** Where bytes could not be read as text, or only the encoding differs, equal texts prove nothing. */
function sameAfter(strip: (text: string) => string, { original, rebuilt }: FileTexts): boolean {
  if (original === undefined || rebuilt === undefined || original === rebuilt) return false;
  return !original.includes('\ufffd') && !rebuilt.includes('\ufffd') && strip(original) === strip(rebuilt);
}

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const TIMES = new RegExp(
  [
    // RFC 3339 and what looks like it.
    String.raw`\b\d{4}-\d\d-\d\d(?:[T ]+\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?`,
    // `Thu Nov 26 15:29:25 UTC 2026`, as date(1) prints it.
    String.raw`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} [ \d]\d \d\d:\d\d:\d\d(?: [A-Z]{3,4})? \d{4}\b`,
    // `Thu, 26 Nov 2026 15:29:25 +0000` (RFC 5322).
    String.raw`\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d{1,2} ${MONTH} \d{4}(?: \d\d:\d\d(?::\d\d)?(?: [+-]\d{4}| [A-Z]{3,4})?)?`,
  ].join('|'),
  'g',
);

function withoutTimes(text: string): string {
  return text.replace(TIMES, '<time>');
}

/** shadow(5), the third field. */
function withoutLastChange(text: string): string {
  return text.replace(/^([^:\n]*:[^:\n]*:)\d{1,6}(?=:)/gm, '$1');
}
