import { isUtf8 } from 'node:buffer';

/**
 * A path's bytes as text. Bytes that are no UTF-8 become lone surrogates U+DC80 to U+DCFF, one each, so that
 * two different names stay different (as Python's "surrogateescape", PEP 383).
 */
export function decodePath(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const length = utf8Length(bytes, at);
    if (length > 0 && isUtf8(bytes.subarray(at, at + length))) {
      text += bytes.toString('utf8', at, at + length);
      at += length;
    } else {
      text += String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
      at++;
    }
  }
  return text;
}

function utf8Length(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
  return at + length <= bytes.length ? length : 0;
}

/**
 * A tar path as clearpull writes it: no leading slash, no `.` and no empty components. `..` is dropped with
 * what it steps back over and stops at the root, which is what extractors that confine a path do; `unsafe`
 * then says that the path was not written so.
 */
export function normalisePath(raw: string): { readonly path: string; readonly unsafe: boolean } {
  if (PLAIN.test(raw)) return { path: raw, unsafe: false };
  const kept: string[] = [];
  let unsafe = false;
  for (const part of raw.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      unsafe = true;
      kept.pop();
    } else kept.push(part);
  }
  return { path: kept.join('/'), unsafe };
}

/** The common case: nothing to change. No component empty or starting with a dot. */
const PLAIN = /^[^./][^/]*(?:\/[^./][^/]*)*$/;
