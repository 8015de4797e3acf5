import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { formatted } from '../flow/operators.ts';
import { rot13 } from '../flow/rot13.ts';
import { known, MAX_KNOWN, type Value } from '../flow/value.ts';

const UNPACKED = { maxOutputLength: MAX_KNOWN };

type Fold = (text: string, args: readonly Value[]) => string | readonly string[] | undefined;

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function unpacked(
  unpack: (bytes: Buffer, options: typeof UNPACKED) => Buffer,
  text: string,
): string | undefined {
  try {
    return unpack(bytes(text), UNPACKED).toString('latin1');
  } catch {
    // What cannot be unpacked stays unknown.
    return undefined;
  }
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Functions of PHP that compute a text from a text, as the manual defines them. */
const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['base64_decode', (text) => Buffer.from(text, 'base64').toString('latin1')],
  ['str_rot13', rot13],
  ['strrev', (text) => [...text].reverse().join('')],
  ['gzinflate', (text) => unpacked(inflateRawSync, text)],
  ['gzuncompress', (text) => unpacked(inflateSync, text)],
  ['gzdecode', (text) => unpacked(gunzipSync, text)],
  ['urldecode', (text) => percentDecoded(text.replaceAll('+', ' '))],
  ['rawurldecode', percentDecoded],
  ['hex2bin', (text) => Buffer.from(text, 'hex').toString('latin1')],
  [
    'chr',
    (text) => (/^(?:0x)?[\da-f]{1,4}$/i.test(text) ? String.fromCharCode(Number(text) & 0xff) : undefined),
  ],
  ['strtolower', (text) => text.toLowerCase()],
  ['strtoupper', (text) => text.toUpperCase()],
  ['ucfirst', (text) => text.slice(0, 1).toUpperCase() + text.slice(1)],
  ['trim', (text) => text.trim()],
  ['strval', (text) => text],
  ['str_split', (text) => (text.length > 5000 ? undefined : [...text])],
  [
    'pack',
    (format, args) =>
      /^H\*?$/i.test(format) ? Buffer.from(known(args[1]) ?? '', 'hex').toString('latin1') : undefined,
  ],
  [
    'substr',
    (text, args) => {
      const from = Number(known(args[1]) ?? Number.NaN);
      const length = args[2] === undefined ? text.length : Number(known(args[2]) ?? Number.NaN);
      if (!Number.isInteger(from) || !Number.isInteger(length)) return undefined;
      const start = from < 0 ? Math.max(0, text.length + from) : from;
      return text.slice(start, length < 0 ? length : start + length);
    },
  ],
  [
    'str_replace',
    (_search, args) => {
      const subject = known(args[2]);
      if (subject === undefined) return undefined;
      const searched = (args[0]?.items ?? args.slice(0, 1)).map(known).slice(0, 50);
      const given = args[1]?.items?.map(known);
      const one = known(args[1]);
      let text = subject;
      for (const [index, search] of searched.entries()) {
        const replacement = given === undefined ? one : (given[index] ?? '');
        if (search === undefined || search === '' || replacement === undefined) return undefined;
        if (replacement.length > search.length && text.length > 10_000) return undefined;
        text = text.replaceAll(search, () => replacement);
      }
      return text;
    },
  ],
  [
    'strtr',
    (text, args) => {
      const [from, to] = [known(args[1]), known(args[2])];
      if (from === undefined || to === undefined) return undefined;
      const table = new Map([...from].slice(0, 256).map((char, i) => [char, to[i] ?? char]));
      return [...text].map((char) => table.get(char) ?? char).join('');
    },
  ],
  [
    'explode',
    (between, args) =>
      known(args[1])
        ?.split(between || '\0')
        .slice(0, 2000),
  ],
  [
    'sprintf',
    (format, args) => known(formatted(args[0] ?? { pieces: [format] }, { pieces: [], items: args.slice(1) })),
  ],
]);

/** What a call of one of PHP's functions on known texts gives. */
export function phpFold(name: string, args: readonly Value[]): string | readonly string[] | undefined {
  if (name === 'implode' || name === 'join') return imploded(args);
  if (name === 'array_reverse') return texts(args[0])?.reverse();
  const fold = FOLDS.get(name);
  if (fold === undefined) return undefined;
  const first = known(args[0]) ?? (name === 'str_replace' ? '' : undefined);
  return first === undefined ? undefined : fold(first, args);
}

function imploded(args: readonly Value[]): string | undefined {
  const [first, second] = args;
  const items = texts(second) ?? texts(first);
  const between = second === undefined || first?.items !== undefined ? '' : known(first);
  const joined = between === undefined ? undefined : items?.join(between);
  return joined === undefined || joined.length > MAX_KNOWN ? undefined : joined;
}

function texts(value: Value | undefined): string[] | undefined {
  const all = value?.items?.map(known);
  return all?.every((text) => text !== undefined) === true ? all : undefined;
}
