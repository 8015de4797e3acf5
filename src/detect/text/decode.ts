import { gunzipSync, inflateSync } from 'node:zlib';
import { ALPHANUMERIC, BASE64_CHARACTERS, characterRuns } from './character-runs.ts';

/** A text that another one carries in code. */
export interface Decoded {
  readonly text: string;
  /** UTF-16 index of the coded form. */
  readonly index: number;
  /** `base64`, `hex`, `base64, gzip` … */
  readonly via: string;
}

const MAX_BLOBS = 64;
const MAX_BLOB = 512 * 1024;
const MAX_TEXT = 512 * 1024;
const MIN_DECODED = 12;

const MIN_BASE64 = 20;
const HEX_ESCAPES = /(?:\\x[0-9a-fA-F]{2}){8,}/g;
const OCTAL_ESCAPES = /(?:\\[0-3][0-7]{2}){8,}/g;
const MIN_HEX = 40;
const HEX = /^[0-9a-fA-F]+$/;
const CHAR_CODES = /(?:\d{2,3}\s*,\s*){11,}\d{2,3}/g;

/** Texts hidden in another by base64, hex, escapes or character codes, packed or not; printable ones only. */
export function decodedTexts(text: string): readonly Decoded[] {
  const found: Decoded[] = [];
  const add = (index: number, bytes: Buffer, via: string): void => {
    const decoded = readable(bytes, via);
    if (decoded !== undefined) found.push({ ...decoded, index });
  };
  if (isWrappedBase64(text)) {
    add(0, Buffer.from(text, 'base64'), 'base64');
    if (found.length > 0) return found;
  }
  for (const { start, end } of bounded(characterRuns(text, BASE64_CHARACTERS, MIN_BASE64))) {
    if (end - start > MAX_BLOB || text.slice(Math.max(0, start - 7), start) === 'base64,') continue;
    const run = text.slice(start, end);
    // Padding says nothing that the length does not say.
    if (!HEX.test(run)) add(start, Buffer.from(run, 'base64'), 'base64');
  }
  for (const match of text.includes('\\') ? bounded(text.matchAll(HEX_ESCAPES)) : []) {
    add(match.index, Buffer.from(match[0].replaceAll('\\x', ''), 'hex'), 'hex escapes');
  }
  for (const match of text.includes('\\') ? bounded(text.matchAll(OCTAL_ESCAPES)) : []) {
    const codes = match[0].split('\\').slice(1);
    add(match.index, Buffer.from(codes.map((code) => Number.parseInt(code, 8))), 'octal escapes');
  }
  for (const { start, end } of bounded(characterRuns(text, ALPHANUMERIC, MIN_HEX))) {
    if (end - start > MAX_BLOB || (end - start) % 2 !== 0) continue;
    const run = text.slice(start, end);
    if (HEX.test(run)) add(start, Buffer.from(run, 'hex'), 'hex');
  }
  for (const match of bounded(text.matchAll(CHAR_CODES))) {
    const codes = match[0].split(',').map(Number);
    if (codes.length < 4096 && codes.every((code) => code < 128))
      add(match.index, Buffer.from(codes), 'character codes');
  }
  if (text.length <= MAX_TEXT) found.push(...wholeTexts(text));
  return found;
}

/** Nothing but base64 in lines, as `base64` itself writes it. */
function isWrappedBase64(text: string): boolean {
  if (text.length > MAX_BLOB || !/^[A-Za-z0-9+/=\s]*$/.test(text.slice(0, 200))) return false;
  if (!text.trim().includes('\n')) return false;
  const compact = text.replaceAll(/\s/g, '');
  return compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
}

const REVERSALS = ['[::-1]', 'strrev(', '.reverse().join('];

/** Forms of the whole text, only where the text itself speaks of them. */
function* wholeTexts(text: string): Generator<Decoded> {
  if (text.includes('13') && /rot[_-]?13/i.test(text)) {
    const turned = text.replace(/[a-zA-Z]/g, (letter) => {
      const base = letter <= 'Z' ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
    });
    yield { text: turned, index: 0, via: 'rot13' };
  }
  if (REVERSALS.some((call) => text.includes(call))) {
    const turned = text.split('\n').map((line) => [...line].reverse().join(''));
    yield { text: turned.join('\n'), index: 0, via: 'reversed' };
  }
}

function* bounded<T>(items: Iterable<T>): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= MAX_BLOBS * 16) return;
    yield item;
  }
}

function readable(bytes: Buffer, via: string): { text: string; via: string } | undefined {
  if (bytes.length < MIN_DECODED) return undefined;
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b ? 'gzip' : bytes[0] === 0x78 ? 'zlib' : undefined;
  if (packed !== undefined) {
    try {
      const decompress = packed === 'gzip' ? gunzipSync : inflateSync;
      return readable(decompress(bytes, { maxOutputLength: MAX_TEXT }), `${via}, ${packed}`);
    } catch {
      // Only looked packed.
    }
  }
  let printable = 0;
  for (const byte of bytes)
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9 || byte === 10 || byte === 13) printable++;
  if (printable < bytes.length * 0.97) return undefined;
  return { text: bytes.toString('latin1'), via };
}
