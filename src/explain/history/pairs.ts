/** One `KEY=value` of an ENV or LABEL row. */
export interface Pair {
  readonly key: string;
  readonly value: string;
  /** False when where the value ends is a guess. */
  readonly sure: boolean;
}

const KEY = /^\s*("(?:[^"\\]|\\.)*"|[^\s=]+)=/;
/** How much of a row is looked at for one key. */
const KEY_WITHIN = 512;
/** Pairs taken apart in one row; what follows stays part of the last one. */
const MAX_PAIRS = 500;

/**
 * Takes `A=b C=d e` apart. Builders print values without quotes, so a value may hold spaces: `known` (the
 * configuration) settles where it ends; else it ends before the next word that looks like `KEY=`.
 */
export function parsePairs(text: string, known: (key: string) => string | undefined): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < text.length && pairs.length < MAX_PAIRS) {
    const match = KEY.exec(text.slice(at, at + KEY_WITHIN));
    if (match === null) break;
    const key = unquote(match[1] ?? '');
    const from = at + match[0].length;
    const value = valueAt(text, from, known(key));
    pairs.push({ key, value: value.text, sure: value.sure });
    at = value.end;
  }
  // The old form, `ENV KEY the rest`.
  if (pairs.length === 0) {
    const old = /^(\S+)\s([^]*)$/.exec(text.trim());
    if (old !== null) return [{ key: old[1] ?? '', value: (old[2] ?? '').trim(), sure: true }];
  }
  return pairs;
}

function valueAt(text: string, from: number, known: string | undefined): ValueAt {
  if (known !== undefined && text.startsWith(known, from)) {
    const end = from + known.length;
    const next = text.slice(end, end + KEY_WITHIN);
    if (next.trim() === '' || (next.startsWith(' ') && KEY.test(next)))
      return { text: known, end, sure: true };
  }
  const opener = text[from];
  if (opener === '"' || opener === "'") {
    const close = text.indexOf(opener, from + 1);
    const after = text[close + 1];
    const simple = close !== -1 && (after === undefined || after === ' ');
    if (simple && !text.slice(from, close).includes('\\')) {
      return { text: text.slice(from + 1, close), end: close + 1, sure: true };
    }
  }
  const next = /\s[A-Za-z_][\w.\-/]{0,200}=/g;
  next.lastIndex = from;
  const end = next.exec(text)?.index ?? text.length;
  const value = text.slice(from, end);
  return { text: value, end, sure: !/\s/.test(value) };
}

interface ValueAt {
  readonly text: string;
  readonly end: number;
  readonly sure: boolean;
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text;
}

/** A pair as a Dockerfile writes it, quoted where it must be. */
export function formatPair(key: string, value: string): string {
  return `${quoteIfNeeded(key)}=${quoteIfNeeded(value)}`;
}

function quoteIfNeeded(text: string): string {
  if (/^[\w./:@%+,=~!?*&()[\]{}<>|;^-]+$/.test(text)) return text;
  return `"${text.replace(/[\\"$]/g, '\\$&')}"`;
}
