import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piped } from '../../../testkit/packed.ts';
import { unbzip2 } from './bzip2.ts';
import { Damaged, Feed, type Reading, unpackWhole } from './feed.ts';
import { NotUnpacked, unxz } from './xz.ts';

type Decode = (feed: Feed, out: (piece: Buffer) => void) => Reading<void>;

const MAX = 256 * 1024 * 1024;
const xz: Decode = (feed, out) => unxz(feed, out, MAX);
const NOISE = Buffer.concat(
  Array.from({ length: 4700 }, (_, i) => createHash('sha256').update(`${i}`).digest()),
);
const DATA: readonly (readonly [name: string, data: Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('a')],
  ['runs', Buffer.from('aaaa'.repeat(70) + 'b'.repeat(1000))],
  ['zeros', Buffer.alloc(3_000_000)],
  ['what nothing makes smaller', NOISE],
  ['a program', readFileSync(process.execPath).subarray(0, 1_500_000)],
];

function inPieces(packed: Buffer, decode: Decode, size: number): Buffer {
  const feed = new Feed();
  const pieces: Buffer[] = [];
  const reading = decode(feed, (piece) => pieces.push(Buffer.from(piece)));
  for (let at = 0; at < packed.length; at += size) {
    feed.push(packed.subarray(at, at + size));
    reading.next();
  }
  feed.end();
  reading.next();
  return Buffer.concat(pieces);
}

describe.each<[string, string, Decode, string[]]>([
  ['xz', 'xz', xz, ['-6']],
  ['xz without compression to speak of', 'xz', xz, ['-0', '--check=sha256']],
  ['xz of several blocks', 'xz', xz, ['-1', '--block-size=40000', '--check=none']],
  ['xz with other properties', 'xz', xz, ['--lzma2=preset=6,lc=1,lp=3,pb=0,dict=4KiB']],
  ['bzip2', 'bzip2', unbzip2, ['-9']],
  ['bzip2 of several blocks', 'bzip2', unbzip2, ['-1']],
])('%s', (_, tool, decode, options) => {
  it.each(DATA)(`gives back what ${tool} was given: %s`, (_name, data) => {
    const packed = piped(tool, data, ...options);
    expect(unpackWhole(packed, decode, MAX).bytes.equals(data)).toBe(true);
    if (data.length < 200_000) expect(inPieces(packed, decode, 7).equals(data)).toBe(true);
    const twice = unpackWhole(Buffer.concat([packed, packed, Buffer.from('rest')]), decode, MAX);
    expect(twice.bytes.equals(Buffer.concat([data, data]))).toBe(true);
  });

  it('says where data is cut off, and gives what came before', () => {
    const data = Buffer.from(DATA[5]?.[1].subarray(0, 300_000) ?? '');
    const packed = piped(tool, data, ...options);
    for (const length of [1, 5, 20, packed.length >> 1, packed.length - 1]) {
      const { bytes, problem } = unpackWhole(packed.subarray(0, length), decode, MAX);
      expect(problem, `${length}`).toBe('damaged');
      expect(data.subarray(0, bytes.length).equals(bytes)).toBe(true);
    }
  });

  it('says of anything else that it is damaged, and nothing worse', () => {
    const packed = piped(tool, 'some text that is packed '.repeat(40), ...options);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(packed.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        (changes) => {
          const bytes = Buffer.from(packed);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            unpackWhole(bytes, decode, 1_000_000);
          } catch (error) {
            expect(error).toBeInstanceOf(NotUnpacked);
          }
        },
      ),
      { seed: 1, numRuns: 400 },
    );
  });

  it('stops where it has made enough', () => {
    const packed = piped(tool, Buffer.alloc(500_000), ...options);
    const { bytes, problem } = unpackWhole(packed, decode, 1000);
    expect([bytes.length, problem]).toEqual([1000, 'too-large']);
  });
});

describe('unxz', () => {
  it('does not take more memory than it may', () => {
    const packed = piped('xz', 'x', '--lzma2=dict=1MiB');
    const decode: Decode = (feed, out) => unxz(feed, out, 65_536);
    expect(() => unpackWhole(packed, decode, MAX)).toThrow(NotUnpacked);
  });

  it('says that it does not undo filters', () => {
    expect(() => unpackWhole(piped('xz', 'x', '--x86', '--lzma2'), xz, MAX)).toThrow(/filtered/);
  });
});

describe('Feed', () => {
  it('hands out what was pushed, however it was cut', () => {
    const feed = new Feed();
    const seen: string[] = [];
    const reading = (function* (): Reading<void> {
      seen.push((yield* feed.take(3)).toString());
      seen.push((yield* feed.peek(4)).toString('latin1', 0, 4));
      yield* feed.skip(2);
      feed.unread(1);
      seen.push((yield* feed.take(2)).toString());
      yield* feed.take(100);
    })();
    for (const byte of Buffer.from('abcdefg')) {
      reading.next();
      feed.push(Buffer.from([byte]));
    }
    reading.next();
    expect([...seen, feed.taken, feed.waiting]).toEqual(['abc', 'defg', 'ef', 6, 1]);
    feed.end();
    expect(() => reading.next()).toThrow(Damaged);
  });

  it('copies only what nobody has taken when a piece is about to go', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 8 }),
        (pieces, sizes, ahead) => {
          const feed = new Feed();
          // What another archive left does not show.
          feed.push(Buffer.from('left'));
          feed.keep();
          feed.reset();
          const seen: Buffer[] = [];
          const reading = (function* (): Reading<void> {
            for (let i = 0; ; i++) {
              yield* feed.peek(ahead);
              const piece = yield* feed.next(sizes[i % sizes.length] ?? 1);
              if (piece === undefined) return;
              seen.push(Buffer.from(piece));
            }
          })();
          for (const bytes of pieces) {
            const piece = Buffer.from(bytes);
            feed.push(piece);
            reading.next();
            feed.keep();
            piece.fill(0xee);
          }
          feed.end();
          reading.next();
          expect(Buffer.concat(seen).equals(Buffer.concat(pieces))).toBe(true);
          expect(feed.taken).toBe(Buffer.concat(pieces).length);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  it('hands out the piece itself where nothing waits before it', () => {
    const feed = new Feed();
    const piece = Buffer.from('abc');
    feed.push(piece);
    expect(feed.next().next().value).toHaveProperty('buffer', piece.buffer);
  });
});
