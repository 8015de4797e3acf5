import type { Language } from '../language.ts';
import { TEXT_GATES } from '../word-gate.ts';

/**
 * What a text says of how it decodes what it carries. Codings that cannot be told from the coded bytes themselves
 * (reversed, xor, rot13, raw deflate) are tried only where the text, or the one that it came out of, speaks of them.
 */
export interface Signs {
  /** It decodes something: pieces of coded text may have to be joined. */
  readonly decodes: boolean;
  readonly reversed: boolean;
  readonly rot13: boolean;
  readonly deflate: boolean;
  readonly brotli: boolean;
  readonly base32: boolean;
  readonly base85: boolean;
  readonly uuencoded: boolean;
  readonly base64url: boolean;
  readonly xorKeys: readonly Buffer[];
  /** What is added to each character. */
  readonly shifts: readonly number[];
}

const NONE: Signs = {
  decodes: false,
  reversed: false,
  rot13: false,
  deflate: false,
  brotli: false,
  base32: false,
  base85: false,
  uuencoded: false,
  base64url: false,
  xorKeys: [],
  shifts: [],
};

export const DECODES =
  /ecode|atob|ase_?64|ase_?32|ase_?85|fromhex|unhexlify|pack\b|nflate|ompress|fromCharCode|chr\(|\bchr\b|["']hex["']|hex2bin/;
/** One of these stands in whatever `DECODES` finds. */
const DECODING_WORDS = TEXT_GATES.gate([
  'ecode',
  'atob',
  'ase64',
  'ase_64',
  'ase32',
  'ase_32',
  'ase85',
  'ase_85',
  'fromhex',
  'unhexlify',
  'pack',
  'nflate',
  'ompress',
  'fromcharcode',
  'chr',
  '"hex"',
  "'hex'",
  'hex2bin',
]);
const REVERSED = /\[::-1\]|strrev\s*\(|\breversed?\b|(?<![\w.-])rev(?![\w.-])/;
const XOR = /[\w)\]}]\s{0,4}\^=?\s{0,4}[\w$("'[]/;

/** The signs in a text, with those of the text that it came out of. */
export function signsIn(text: string, language: Language, above: Signs = NONE): Signs {
  const decodes = above.decodes || decodesIn(text);
  const mayReverse = text.includes('rev') || text.includes('[::-1]');
  const reversed = above.reversed || (mayReverse && REVERSED.test(text));
  const rot13 = above.rot13 || (text.includes('13') && /rot[_-]?13/i.test(text));
  // In a shell script the character means other things.
  const xor = language !== 'shell' && text.includes('^') && XOR.test(text);
  if (!decodes && !reversed && !rot13 && !xor) return above;
  return {
    decodes,
    reversed,
    rot13,
    deflate: above.deflate || /inflate|decompress|["']?-15\b|wbits/i.test(text),
    brotli: above.brotli || /brotli/i.test(text),
    base32: above.base32 || /b(?:ase)?_?32/i.test(text),
    base85: above.base85 || /[ab](?:ase|scii)?_?85/i.test(text),
    uuencoded: above.uuencoded || /unpack\s*(?:\(\s*)?["']u|a2b_uu|uudecode|convert_uu/i.test(text),
    base64url: above.base64url || /urlsafe|base64url|["'`]-_["'`]|["'`]_-["'`]/i.test(text),
    xorKeys: xor ? [...above.xorKeys, ...xorKeys(text)].slice(0, MAX_KEYS) : above.xorKeys,
    shifts: [...above.shifts, ...shiftsIn(text)].slice(0, MAX_SHIFTS),
  };
}

/** Whether a text names what decodes; open, with `DECODES`, to the test that holds the words against it. */
export function decodesIn(text: string): boolean {
  return DECODING_WORDS.test(text) && DECODES.test(text);
}

const MAX_KEYS = 48;
const MAX_SHIFTS = 4;
const NUMBER_KEY = /(?:\^=?|\b\w{1,40}\s{0,4}=)\s{0,4}(0x[0-9a-fA-F]{1,2}|\d{1,3})\b/g;
const TEXT_KEY = /"((?:\\.|[^"\\\n]){1,20000})"|'((?:\\.|[^'\\\n]){1,20000})'/g;
const MAX_KEY = 64;

/** Numbers and short texts of a program that has an exclusive or in it: its key is one of them. */
function xorKeys(text: string): readonly Buffer[] {
  const keys = new Map<string, Buffer>();
  const add = (key: Buffer): void => {
    keys.set(key.toString('latin1'), key);
  };
  for (const match of text.matchAll(NUMBER_KEY)) {
    const number = Number(match[1]);
    if (number > 0 && number < 256) add(Buffer.from([number]));
    if (keys.size >= MAX_KEYS / 2) break;
  }
  for (const match of text.matchAll(TEXT_KEY)) {
    if (keys.size >= MAX_KEYS) break;
    const raw = match[1] ?? match[2] ?? '';
    if (raw.length > MAX_KEY) continue;
    const plain = raw.replaceAll(/\\x([0-9a-fA-F]{2})/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
    add(Buffer.from(plain, 'latin1'));
  }
  return [...keys.values()];
}

const SHIFT = /(?:\bchr|fromCharCode)\s{0,4}\(([^\n]{1,80})/g;

/** `chr(ord(c) - 3)`, `String.fromCharCode(c.charCodeAt(0) + 1)`. */
function shiftsIn(text: string): readonly number[] {
  const found: number[] = [];
  for (const match of text.matchAll(SHIFT)) {
    const change = /[\w)\]]\s{0,2}([+-])\s{0,2}(\d{1,3})\b/.exec(match[1] ?? '');
    const by = Number(change?.[2] ?? 0) * (change?.[1] === '-' ? -1 : 1);
    if (by !== 0 && Math.abs(by) < 256) found.push(by);
    if (found.length >= MAX_SHIFTS) break;
  }
  return found;
}
