import { formatted } from './operators.ts';
import { known, MAX_KNOWN, type Value } from './value.ts';

type Folded = string | readonly string[] | undefined;

const MAX_PARTS = 5000;

/** The texts of a list of which all are known. */
export function textsOf(value: Value | undefined): readonly string[] | undefined {
  const all = value?.items?.map(known);
  return all?.every((text) => text !== undefined) === true ? all : undefined;
}

export function joinedTexts(items: readonly string[] | undefined, between: string): string | undefined {
  if (items === undefined) return undefined;
  // Thousands of parts with a long text between them are more than a string may be long.
  const length = items.reduce(
    (sum, item) => sum + item.length,
    between.length * Math.max(0, items.length - 1),
  );
  return length > MAX_KNOWN ? undefined : items.join(between);
}

/** `tr/a-z/n-za-m/`: each character of the first set by that of the second at its place; nothing of the second deletes. */
export function translated(text: string, from: string, to: string, deletes: boolean): string {
  const [before, after] = [ranges(from), ranges(to)];
  const table = new Map<string, string>();
  for (const [at, char] of before.entries()) {
    if (table.has(char)) continue;
    table.set(char, after[at] ?? (deletes ? '' : (after.at(-1) ?? char)));
  }
  return [...text].map((char) => table.get(char) ?? char).join('');
}

function ranges(set: string): readonly string[] {
  const chars = Array.from(set.slice(0, 200));
  const all: string[] = [];
  for (let at = 0; at < chars.length; at++) {
    const [first = '', dash, last] = chars.slice(at, at + 3);
    const [from, to] = [first.charCodeAt(0), last?.charCodeAt(0) ?? 0];
    if (dash !== '-' || last === undefined || to < from || to > 0x7f) all.push(first);
    else {
      for (let code = from; code <= to; code++) all.push(String.fromCharCode(code));
      at += 2;
    }
  }
  return all;
}

/** A pattern that stands for itself, or a set of characters: what replaces it in a text. Undefined for any other pattern. */
export function replacedPlain(text: string, pattern: string, by: string, all: boolean): string | undefined {
  const set = /^\[([^\]\\^-]{1,40})\]$/.exec(pattern)?.[1];
  const plain = /^(?:[^\\^$.|?*+()[\]{}%]|\\[^\w\s]|%[^\w\s]){1,200}$/.test(pattern)
    ? pattern.replace(/[\\%]([^\w\s])/g, '$1')
    : undefined;
  if (text.length > 10_000 || by.length > 200) return undefined;
  if (set !== undefined) {
    let isDone = false;
    return [...text]
      .map((char) => {
        if (!set.includes(char) || (isDone && !all)) return char;
        isDone = true;
        return by;
      })
      .join('');
  }
  if (plain === undefined) return undefined;
  return all ? text.replaceAll(plain, () => by) : text.replace(plain, () => by);
}

/** The characters of numbers: `chr(99)`, `string.char(99, 117)`. */
export function charactersOf(values: readonly Value[]): string | undefined {
  const codes = values.slice(0, MAX_PARTS).map((value) => Number(known(value) ?? Number.NaN));
  if (codes.length === 0 || !codes.every((code) => Number.isInteger(code) && code >= 0 && code <= 0x10ffff))
    return undefined;
  return codes.map((code) => String.fromCodePoint(code)).join('');
}

export function splitText(
  text: string | undefined,
  between: string | undefined,
): readonly string[] | undefined {
  if (text === undefined || between === undefined || text.length > 20_000) return undefined;
  return text.split(between).slice(0, MAX_PARTS);
}

/** `substr("abc", 1, 2)`, counted from nought; from the end where it is below. */
export function partOf(text: string, from: number, length: number | undefined): string | undefined {
  if (!Number.isInteger(from)) return undefined;
  const start = from < 0 ? Math.max(0, text.length + from) : from;
  if (length === undefined) return text.slice(start);
  if (!Number.isInteger(length)) return undefined;
  return text.slice(start, length < 0 ? length : start + length);
}

export function numberOf(value: Value | undefined): number | undefined {
  const text = known(value);
  return text === undefined || !/^-?\d{1,7}$/.test(text) ? undefined : Number(text);
}

/** `sprintf("%s%s", "a", "b")`. */
export function formattedText([format, ...values]: readonly Value[]): Folded {
  return format === undefined ? undefined : known(formatted(format, { pieces: [], items: values }));
}

export function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}

export function fromHex(text: string): string {
  return Buffer.from(text, 'hex').toString('latin1');
}
