import { rot13 } from '../../flow/rot13.ts';
import { ALPHANUMERIC, BASE64_CHARACTERS, BASE64URL_CHARACTERS, characterRuns } from '../character-runs.ts';
import { fromAscii85, fromBase32, fromBase64, fromBase85, fromUuencoded, reversed } from './codings.ts';
import type { Signs } from './signs.ts';
import { type UnitRun, unitRuns } from './unit-runs.ts';

/** A stretch of a text that may be code for bytes. */
export interface CodedRun {
  /** UTF-16 index of the first character. */
  readonly start: number;
  /** Index behind the last one. */
  readonly end: number;
  readonly bytes: Buffer;
  /** `base64`, `hex`, `reversed, base64` … */
  readonly via: string;
}

/** Stretches of one kind looked at in one text. */
const MAX_RUNS = 1024;
const MIN_BASE64 = 20;
const MIN_HEX = 40;
const MIN_LITERAL = 12;
/** Looked for rather than matched as a whole: of a loop, the engine may note each character, and it has no room for millions. */
const NOT_HEX = /[^0-9a-fA-F]/;
const HEX_ESCAPES = unitRuns(/\\x[0-9a-fA-F]{2}/, 8);
const UNICODE_ESCAPES = unitRuns(/\\u(?:00[0-9a-fA-F]{2}|\{[0-9a-fA-F]{2}\})/, 8);
const OCTAL_ESCAPES = unitRuns(/\\[0-3]?[0-7]{2}/, 8);
const PERCENT_ESCAPES = unitRuns(/%[0-9a-fA-F]{2}/, 8);
const CHARACTER_CODES = unitRuns(/\d{2,3}\s{0,8},\s{0,8}/, 11, /\d{2,3}/);
const HEX_CODES = unitRuns(/0x[0-9a-fA-F]{1,2}\s{0,8},\s{0,8}/, 11, /0x[0-9a-fA-F]{1,2}/);
const CHARACTER_CALLS = unitRuns(/chr\(\s?\d{2,3}\s?\)(?:\s?[+.,])?\s?/, 8);
const LITERAL = /"((?:\\.|[^"\\\n]){0,20000})"|'((?:\\.|[^'\\\n]){0,20000})'/g;

/** The coded stretches of a text, by kind and then in order; further codings only as far as `signs` speak of them. */
export function* codedRuns(text: string, signs: Signs): Generator<CodedRun> {
  yield* alphabetRuns(text, signs);
  if (text.includes('\\')) {
    yield* escapes(text, HEX_ESCAPES, /\\x/, 16, 'hex escapes');
    yield* escapes(text, OCTAL_ESCAPES, /\\/, 8, 'octal escapes');
    yield* escapes(text, UNICODE_ESCAPES, /\\u(?:00|\{)/, 16, 'unicode escapes');
  }
  if (text.includes('%')) yield* escapes(text, PERCENT_ESCAPES, /%/, 16, 'percent escapes');
  yield* escapes(text, CHARACTER_CODES, /,/, 10, 'character codes');
  if (text.includes('0x')) yield* escapes(text, HEX_CODES, /,/, 16, 'character codes');
  if (signs.decodes) yield* escapes(text, CHARACTER_CALLS, /chr\(/, 10, 'character codes');
  yield* literalRuns(text, signs);
}

/** The stretches that an alphabet tells: base64 and its relatives, and hex. */
export function* alphabetRuns(text: string, signs: Signs): Generator<CodedRun> {
  yield* base64Runs(text, signs);
  yield* hexRuns(text, signs);
}

function* base64Runs(text: string, signs: Signs): Generator<CodedRun> {
  const members = signs.base64url ? BASE64URL_CHARACTERS : BASE64_CHARACTERS;
  for (const { start, end } of bounded(characterRuns(text, members, MIN_BASE64))) {
    if (text.slice(Math.max(0, start - 7), start) === 'base64,') continue;
    const run = text.slice(start, end);
    // Padding says nothing that the length does not say.
    if (NOT_HEX.test(run)) yield { start, end, bytes: Buffer.from(run, 'base64'), via: 'base64' };
    if (signs.reversed) {
      // Backwards, the padding in front says where the groups of four begin.
      yield { start, end, bytes: Buffer.from(reversed(run), 'base64'), via: 'reversed, base64' };
    }
    if (signs.rot13) yield { start, end, bytes: Buffer.from(rot13(run), 'base64'), via: 'rot13, base64' };
    if (!signs.base32) continue;
    const bytes = fromBase32(run);
    if (bytes !== undefined) yield { start, end, bytes, via: 'base32' };
  }
}

function* hexRuns(text: string, signs: Signs): Generator<CodedRun> {
  for (const { start, end } of bounded(characterRuns(text, ALPHANUMERIC, MIN_HEX))) {
    const run = text.slice(start, end);
    if (run.length % 2 !== 0 || NOT_HEX.test(run)) continue;
    yield { start, end, bytes: Buffer.from(run, 'hex'), via: 'hex' };
    if (signs.reversed) yield { start, end, bytes: Buffer.from(reversed(run), 'hex'), via: 'reversed, hex' };
  }
}

/** Numbers, each after `before`, in one radix. */
function* escapes(
  text: string,
  runs: (text: string) => Iterable<UnitRun>,
  before: RegExp,
  radix: 8 | 10 | 16,
  via: string,
): Generator<CodedRun> {
  for (const { start, end } of bounded(runs(text))) {
    const codes = text
      .slice(start, end)
      .split(before)
      .filter((code) => code.trim() !== '')
      .map((code) => Number.parseInt(code, radix));
    if (!codes.every((code) => code < 256)) continue;
    yield { start, end, bytes: Buffer.from(codes), via };
  }
}

/** String literals whose coding has no alphabet of its own. */
function* literalRuns(text: string, signs: Signs): Generator<CodedRun> {
  const plain = signs.xorKeys.length > 0 || signs.shifts.length > 0;
  if (!plain && !signs.base85 && !signs.uuencoded) return;
  for (const match of bounded(text.matchAll(LITERAL))) {
    const raw = match[1] ?? match[2] ?? '';
    if (raw.length < MIN_LITERAL) continue;
    const place = { start: match.index, end: match.index + match[0].length };
    const literal = raw.replaceAll(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (_, code?: string, other?: string) =>
      code === undefined
        ? ({ n: '\n', t: '\t', r: '\r' }[other ?? ''] ?? other ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
    );
    // As it stands: what the signs tell to do with it comes after.
    if (plain) yield { ...place, bytes: Buffer.from(literal, 'latin1'), via: '' };
    if (signs.base85) {
      const base85 = fromBase85(literal);
      const ascii85 = fromAscii85(literal);
      if (base85 !== undefined) yield { ...place, bytes: base85, via: 'base85' };
      if (ascii85 !== undefined) yield { ...place, bytes: ascii85, via: 'ascii85' };
    }
    const uu = signs.uuencoded ? fromUuencoded(literal) : undefined;
    if (uu !== undefined) yield { ...place, bytes: uu, via: 'uuencode' };
  }
}

/** The bytes of a text that is nothing but base64 in lines, as `base64` itself writes it. */
export function wrappedBase64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/=\s]*$/.test(text.slice(0, 200)) || !text.trim().includes('\n')) return undefined;
  const compact = text.replaceAll(/\s/g, '');
  return compact.length % 4 === 0 ? fromBase64(compact) : undefined;
}

function* bounded<T>(items: Iterable<T>): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= MAX_RUNS) return;
    yield item;
  }
}
