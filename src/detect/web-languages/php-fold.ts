import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { fromPercents } from '../../base/percent-decoded.ts';
import { rot13 } from '../flow/rot13.ts';
import { formattedText, fromBase64, fromHex, joinedTexts, partOf, textsOf } from '../flow/text-functions.ts';
import { known, MAX_KNOWN, type Value } from '../flow/value.ts';
import { reversed } from '../text/decode/codings.ts';

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

/** Functions of PHP that compute a text from a text, as the manual defines them. */
const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['base64_decode', fromBase64],
  ['str_rot13', rot13],
  ['strrev', reversed],
  ['gzinflate', (text) => unpacked(inflateRawSync, text)],
  ['gzuncompress', (text) => unpacked(inflateSync, text)],
  ['gzdecode', (text) => unpacked(gunzipSync, text)],
  ['urldecode', (text) => fromPercents(text.replaceAll('+', ' '))],
  ['rawurldecode', fromPercents],
  ['hex2bin', fromHex],
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
  ['pack', (format, args) => (/^H\*?$/i.test(format) ? fromHex(known(args[1]) ?? '') : undefined)],
  [
    'substr',
    (text, args) => {
      const from = Number(known(args[1]) ?? Number.NaN);
      const length = args[2] === undefined ? undefined : Number(known(args[2]) ?? Number.NaN);
      return partOf(text, from, length);
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
  ['sprintf', (_format, args) => formattedText(args)],
]);

/** What a call of one of PHP's functions on known texts gives. */
export function phpFold(name: string, args: readonly Value[]): string | readonly string[] | undefined {
  if (name === 'implode' || name === 'join') return imploded(args);
  if (name === 'array_reverse') return textsOf(args[0])?.toReversed();
  const fold = FOLDS.get(name);
  if (fold === undefined) return undefined;
  const first = known(args[0]) ?? (name === 'str_replace' ? '' : undefined);
  return first === undefined ? undefined : fold(first, args);
}

function imploded(args: readonly Value[]): string | undefined {
  const [first, second] = args;
  const items = textsOf(second) ?? textsOf(first);
  const between = second === undefined || first?.items !== undefined ? '' : known(first);
  return between === undefined ? undefined : joinedTexts(items, between);
}
