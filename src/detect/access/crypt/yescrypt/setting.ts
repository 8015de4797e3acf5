import { CRYPT_ALPHABET } from '../crypt-base64.ts';
import type { YescryptCost } from './yescrypt.ts';

/** The flavour of crypt(3), and one character each for N and r; what asks for more memory or threads is another form. */
const SETTING = /^\$y\$j([./0-9A-Z])([./0-9A-Zabcdefghij])\$([./0-9A-Za-z]{1,86})\$([./0-9A-Za-z]{43})$/;
const MOST_BYTES = 64 * 1024 * 1024;

export interface YescryptSetting extends YescryptCost {
  readonly salt: Uint8Array;
  /** The 43 characters that a password has to come to. */
  readonly wanted: string;
}

/** Reads `$y$j9T$salt$hash`; undefined for other parameters than crypt(3) writes by default or a little above. */
export function yescryptSetting(field: string): YescryptSetting | undefined {
  const [, cost = '', width = '', salt = '', wanted = ''] = SETTING.exec(field) ?? [];
  if (wanted === '') return undefined;
  const n = 2 ** (CRYPT_ALPHABET.indexOf(cost) + 1);
  const r = CRYPT_ALPHABET.indexOf(width) + 1;
  const bytes = decoded(salt);
  return bytes === undefined || n * r * 128 > MOST_BYTES || n < 4 ? undefined : { n, r, salt: bytes, wanted };
}

/** Groups of four characters are 24 bits, least significant first. */
function decoded(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const group = text.slice(at, at + 4);
    if (group.length === 1) return undefined;
    let value = 0;
    for (const [i, character] of [...group].entries()) value |= CRYPT_ALPHABET.indexOf(character) << (6 * i);
    for (let bits = 6 * group.length; bits >= 8; bits -= 8, value >>>= 8) bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}
