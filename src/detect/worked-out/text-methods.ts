import type { WorkedLanguage } from './around.ts';
import { bytesIn } from './codings.ts';
import { filled } from './formatted.ts';
import { sliceOf } from './members.ts';
import {
  Dict,
  HOLE,
  hasHole,
  joinedTexts,
  List,
  repeated,
  textOf,
  UNFOLLOWED,
  UNKNOWN,
  type Value,
} from './value.ts';

type Named = ReadonlyMap<string, Value>;

/** What a method of a text gives, as Python and JavaScript define it; undefined for one that is not known. */
export function textMethod(
  language: WorkedLanguage,
  text: string,
  name: string,
  args: readonly Value[],
  named: Named,
): Value | undefined {
  const [first, second] = args;
  switch (name) {
    case 'join':
      return joinedBy(text, first);
    case 'format':
      return filled(text, args, named);
    case 'format_map':
      return first instanceof Dict ? filled(text, [], first.entries) : UNKNOWN;
    case 'replace':
    case 'replaceAll':
      return replaced(language === 'python' || name === 'replaceAll', text, first, second);
    case 'split':
    case 'rsplit':
      return split(text, first, typeof second === 'number' && language === 'python' ? second : undefined);
    case 'splitlines':
      return new List(text.split(/\r?\n/));
    case 'strip':
    case 'trim':
    case 'lstrip':
    case 'trimStart':
    case 'rstrip':
    case 'trimEnd':
      return stripped(text, name, first);
    case 'decode':
    case 'encode':
    case 'toString':
    case 'valueOf':
      return name === 'decode' || name === 'toString' ? decoded(text, first ?? named.get('encoding')) : text;
    case 'slice':
    case 'substring':
    case 'substr':
      return cut(text, name, first, second);
    case 'charAt':
    case 'at':
      return typeof first === 'number' && !hasHole(text) ? (text.at(first) ?? '') : UNKNOWN;
    case 'charCodeAt':
    case 'codePointAt':
      return typeof (first ?? 0) === 'number' && !hasHole(text) ? codeAt(text, Number(first ?? 0)) : UNKNOWN;
    case 'concat':
      return joinedTexts([text, ...args]);
    case 'repeat':
      return typeof first === 'number' && Number.isInteger(first) ? repeated(text, first) : UNKNOWN;
    case 'translate':
      return translated(text, first);
    case 'index':
    case 'find':
    case 'indexOf':
      return typeof first === 'string' && !hasHole(text) ? text.indexOf(first) : UNKNOWN;
    case 'startswith':
    case 'startsWith':
      return typeof first === 'string' && !hasHole(text) ? text.startsWith(first) : UNKNOWN;
    case 'removeprefix':
      return typeof first === 'string' && text.startsWith(first) ? text.slice(first.length) : text;
    case 'removesuffix':
      return typeof first === 'string' && text.endsWith(first)
        ? text.slice(0, text.length - first.length)
        : text;
    case 'partition':
      return typeof first === 'string' ? partition(text, first) : UNKNOWN;
    case 'to_bytes':
    case 'hex':
      return UNKNOWN;
    default:
      return cased(text, name);
  }
}

function cased(text: string, name: string): Value | undefined {
  switch (name) {
    case 'lower':
    case 'toLowerCase':
    case 'casefold':
      return text.toLowerCase();
    case 'upper':
    case 'toUpperCase':
      return text.toUpperCase();
    case 'swapcase':
      return [...text]
        .map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()))
        .join('');
    case 'capitalize':
      return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
    case 'expandtabs':
    case 'normalize':
    case 'zfill':
    case 'ljust':
    case 'rjust':
    case 'padEnd':
      return text;
    default:
      return undefined;
  }
}

function joinedBy(between: string, list: Value | undefined): Value {
  const items =
    list instanceof List ? list.items : typeof list === 'string' && !hasHole(list) ? [...list] : undefined;
  return items === undefined ? (list === UNFOLLOWED ? UNFOLLOWED : UNKNOWN) : joinedTexts(items, between);
}

function replaced(all: boolean, text: string, what: Value | undefined, by: Value | undefined): Value {
  if (typeof by !== 'string') return HOLE;
  if (typeof what === 'string') {
    if (what === '' || (by.length > what.length && text.length > 20_000)) return HOLE;
    return all ? joinedTexts(text.split(what), by) : textOf(text.replace(what, () => by));
  }
  if (!(what instanceof Dict)) return HOLE;
  const searched = what.get('looks for');
  if (typeof searched !== 'string' || searched === '') return HOLE;
  const everywhere = what.get('everywhere') === true;
  if (what.get('each of') === true) {
    let isDone = false;
    const one = (char: string): string => {
      if (!searched.includes(char) || isDone) return char;
      isDone = !everywhere;
      return by;
    };
    return joinedTexts([...text].map(one));
  }
  return everywhere ? joinedTexts(text.split(searched), by) : textOf(text.replace(searched, () => by));
}

function split(text: string, between: Value | undefined, most: number | undefined): Value {
  if (between === undefined || between === null)
    return new List(text.split(/\s+/).filter((part) => part !== ''));
  const mark = between instanceof Dict ? between.get('looks for') : between;
  if (typeof mark !== 'string') return UNKNOWN;
  if (mark === '') return new List([...text]);
  const parts = text.split(mark, 20_001);
  if (most === undefined || parts.length <= most + 1) return new List(parts);
  return new List([...parts.slice(0, most), parts.slice(most).join(mark)]);
}

function stripped(text: string, name: string, what: Value | undefined): Value {
  const isOf = (char: string): boolean => (typeof what === 'string' ? what.includes(char) : /\s/.test(char));
  let [from, to] = [0, text.length];
  if (!/^(?:rstrip|trimEnd)$/.test(name)) while (from < to && isOf(text.charAt(from))) from++;
  if (!/^(?:lstrip|trimStart)$/.test(name)) while (to > from && isOf(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Bytes are kept as the text that they most likely are; a coding that is named is undone. */
function decoded(text: string, coding: Value | undefined): Value {
  return typeof coding === 'string' ? (bytesIn(text, coding) ?? text) : text;
}

function cut(text: string, name: string, from: Value | undefined, to: Value | undefined): Value {
  if (hasHole(text)) return UNKNOWN;
  if (typeof (from ?? 0) !== 'number' || typeof (to ?? 0) !== 'number') return UNKNOWN;
  const [start, end] = [Number(from ?? 0), to === undefined ? undefined : Number(to)];
  if (name === 'slice') return text.slice(start, end);
  if (name === 'substring') return text.substring(start, end);
  return sliceOf(
    text,
    start,
    end === undefined ? null : (start < 0 ? text.length + start : start) + end,
    null,
  );
}

function codeAt(text: string, index: number): Value {
  const code = text.charCodeAt(index);
  return Number.isNaN(code) ? UNKNOWN : code;
}

function translated(text: string, table: Value | undefined): Value {
  if (!(table instanceof Dict)) return HOLE;
  return joinedTexts(
    [...text].map((char) => {
      const by = table.entries.get(String(char.charCodeAt(0))) ?? table.entries.get(char);
      if (by === undefined) return char;
      if (by === null) return '';
      return typeof by === 'number' ? String.fromCharCode(by) : by;
    }),
  );
}

function partition(text: string, mark: string): Value {
  const at = text.indexOf(mark);
  return new List(
    at < 0 || mark === '' ? [text, '', ''] : [text.slice(0, at), mark, text.slice(at + mark.length)],
  );
}
