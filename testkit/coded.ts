import { createCipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/* Text in code, as what is hidden in images is written. The other way round is what clearpull does. */

type Text = string | Buffer;

export function base64(text: Text): string {
  return Buffer.from(text).toString('base64');
}

export function hex(text: Text): string {
  return Buffer.from(text).toString('hex');
}

export function reversed(text: string): string {
  return [...text].reverse().join('');
}

/** Of ASCII letters; latin-1 for bytes. */
export function rot13(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

export function xor(text: Text, key: Text): Buffer {
  const bytes = Buffer.from(key);
  return Buffer.from([...Buffer.from(text)].map((byte, index) => byte ^ (bytes[index % bytes.length] ?? 0)));
}

/** Each byte as a number in a form of its own, joined. */
export function numbers(text: Text, form: (byte: number) => string, between = ''): string {
  return [...Buffer.from(text)].map(form).join(between);
}

export function hexEscapes(text: Text): string {
  return numbers(text, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`);
}

export function octalEscapes(text: Text): string {
  return numbers(text, (byte) => `\\${byte.toString(8).padStart(3, '0')}`);
}

export function base32(text: Text): string {
  const bits = numbers(text, (byte) => byte.toString(2).padStart(8, '0'));
  const digits = bits.match(/.{1,5}/g) ?? [];
  const coded = digits.map(
    (five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)],
  );
  return coded.join('').padEnd(Math.ceil(coded.length / 8) * 8, '=');
}

/** Lines of uuencode, without `begin` and `end`. */
export function uuencode(text: Text): string {
  const bytes = Buffer.from(text);
  const digit = (value: number): string => (value === 0 ? '`' : String.fromCharCode(32 + value));
  let lines = '';
  for (let start = 0; start < bytes.length; start += 45) {
    const line = bytes.subarray(start, start + 45);
    lines += digit(line.length);
    for (let at = 0; at < line.length; at += 3) {
      const [a = 0, b = 0, c = 0] = line.subarray(at, at + 3);
      lines += [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63].map(digit).join('');
    }
    lines += '\n';
  }
  return lines;
}

/** What `openssl enc -aes-256-cbc -a -A -salt` writes; with `rounds`, under `-pbkdf2`. */
export function opensslEnc(text: string, password: string, rounds?: number): string {
  const salt = Buffer.from('saltsalt');
  const first = createHash('sha256').update(password).update(salt).digest();
  const second = createHash('sha256').update(first).update(password).update(salt).digest();
  const key =
    rounds === undefined ? Buffer.concat([first, second]) : pbkdf2Sync(password, salt, rounds, 48, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key.subarray(0, 32), key.subarray(32, 48));
  return base64(Buffer.concat([Buffer.from('Salted__'), salt, cipher.update(text), cipher.final()]));
}

/** A Python program inside `depth` layers of reversed base64 of zlib, each run by the one around it. */
export function pythonOnion(program: string, depth: number): string {
  let text = program;
  for (let layer = 0; layer < depth; layer++) {
    text = `exec((_)(b'${reversed(base64(deflateSync(text)))}'))`;
  }
  return `_ = lambda __ : __import__('zlib').decompress(__import__('base64').b64decode(__[::-1]));${text}`;
}

/** Pieces of at most `length` characters. */
export function pieces(text: string, length: number): readonly string[] {
  return text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
}
