import { createRequire } from 'node:module';

/**
 * Characters of one column that join with none beside them: ASCII, letters of Latin, Greek and Cyrillic, and the dots,
 * arrows, lines and marks that reports are drawn with.
 */
const PLAIN =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0391-\u03a1\u03a3-\u03ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u2038\u2190-\u2193\u2500-\u25fc\u2713-\u2718]*$/;

/** Columns that `text` takes in a terminal; text is already `visible`. */
export function textWidth(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Loaded for the first text that needs it: making its `Intl.Segmenter` takes as long as a tenth of a warm check. */
function stringWidth(text: string): number {
  loaded ??= (createRequire(import.meta.url)('string-width') as { default: (text: string) => number })
    .default;
  return loaded(text);
}

let loaded: ((text: string) => number) | undefined;
