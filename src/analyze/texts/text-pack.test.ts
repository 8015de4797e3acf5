import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, PLAIN_BYTES, TextPack } from './text-pack.ts';
import { TextPackWriter } from './text-pack-writer.ts';

const UTF8 = { kind: 'text', encoding: 'utf-8' } as const;

/** Bytes that no compression makes smaller. */
const NOISE = Buffer.concat(
  Array.from({ length: 32_768 }, (_, i) => createHash('sha256').update(`${i}`).digest()),
);

/** What leaves only a little room among the plain bytes. */
const NEARLY_PLAIN = Buffer.alloc(PLAIN_BYTES - 20_000, NOISE);

describe('TextPackWriter', () => {
  it('keeps equal texts once and tells where each lies', () => {
    const writer = new TextPackWriter(100);
    const a = writer.add(Buffer.from('first'), 'a');
    const b = writer.add(Buffer.from('zweitér'), 'b');
    expect(writer.add(Buffer.from('first'), 'a')).toEqual(a);
    const pack = new TextPack(writer.finish());
    expect(pack.length).toBe(13);
    expect(a && pack.textAt(a, UTF8)).toBe('first');
    expect(b && pack.textAt(b, UTF8)).toBe('zweitér');
  });

  it('copies what it is given', () => {
    const writer = new TextPackWriter(100);
    const bytes = Buffer.from('before');
    writer.add(bytes, 'a');
    bytes.fill('x');
    expect(new TextPack(writer.finish()).textAt([0, 6], UTF8)).toBe('before');
  });

  it('takes no more than it may, but smaller ones still', () => {
    const writer = new TextPackWriter(10);
    expect(writer.add(Buffer.alloc(8), 'a')).toEqual([0, 8]);
    expect(writer.add(Buffer.alloc(3), 'b')).toBeUndefined();
    expect(writer.add(Buffer.alloc(2), 'c')).toEqual([8, 2]);
    expect(new TextPack(writer.finish()).length).toBe(10);
  });

  it('holds no more than its plain part and what the rest compresses to, also while it is made', () => {
    const text = Buffer.from('function callee(first, second) { return first + second; }\n'.repeat(200));
    const before = process.memoryUsage().arrayBuffers;
    const writer = new TextPackWriter(2 ** 26);
    for (let i = 0; i < 1500; i++) {
      text.write(`${i}`);
      writer.add(text, `${i}`);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(PLAIN_BYTES + 2 ** 20);
    const bytes = writer.finish();
    expect(new TextPack(bytes).length).toBeGreaterThan(2 ** 24);
    expect(bytes.length).toBeLessThan(PLAIN_BYTES + 2 ** 19);
  });

  it('reads one text after the other without holding all of them', () => {
    const text = Buffer.alloc(BLOCK_BYTES / 4, 'a line of it\n');
    const writer = new TextPackWriter(2 ** 26);
    const places = Array.from({ length: 400 }, (_, i) => {
      text.write(`${i} `);
      return writer.add(text, `${i}`);
    });
    const pack = new TextPack(writer.finish());
    const before = process.memoryUsage().arrayBuffers;
    for (const place of places) if (place !== undefined) pack.textAt(place, UTF8);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(3 * 2 ** 20);
  });
});

describe('TextPack', () => {
  it('gives back every text, in whatever order and however they lie to the blocks', () => {
    const length = fc.oneof(
      fc.nat(50),
      fc.nat(BLOCK_BYTES),
      fc.constantFrom(BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 3 * BLOCK_BYTES),
    );
    const lengths = fc.array(fc.record({ length, isNoise: fc.boolean() }), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, fc.array(fc.nat(11), { maxLength: 40 }), (given, order) => {
        const writer = new TextPackWriter(2 ** 26);
        const texts = [
          // So that the first of the others lies partly among the plain bytes.
          NEARLY_PLAIN,
          ...given.map(({ length: size, isNoise }, i) =>
            isNoise ? NOISE.subarray(i, i + size) : Buffer.alloc(size, `text ${i} `),
          ),
        ];
        const places = texts.map((text, i) => writer.add(text, `${i}`));
        const pack = new TextPack(writer.finish());
        expect(pack.length).toBe(texts.reduce((sum, text) => sum + text.length, 0));
        const kept: [Buffer, Buffer][] = [];
        for (const index of [...order, ...texts.keys()]) {
          const [text, place] = [texts[index], places[index]];
          if (text === undefined || place === undefined) continue;
          const read = pack.textAt(place, { kind: 'text', encoding: 'latin-1' });
          expect(read === text.toString('latin1').replaceAll('\0', '')).toBe(true);
          kept.push([pack.bytesAt(place), text]);
        }
        // What was handed out stays when its block is gone.
        expect(kept.every(([bytes, text]) => bytes.equals(text))).toBe(true);
      }),
      { seed: 1, numRuns: 25 },
    );
  });

  it('has no texts where there are no bytes', () => {
    expect(new TextPack(Buffer.alloc(0)).length).toBe(0);
    expect(new TextPack(new TextPackWriter(10).finish()).length).toBe(0);
  });

  const read = (bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1'): string => {
    const writer = new TextPackWriter(100);
    writer.add(bytes, '');
    return new TextPack(writer.finish()).textAt([0, bytes.length], { kind: 'text', encoding });
  };

  it('decodes every encoding, without the byte order mark', () => {
    expect(read(Buffer.from('\ufeffgrün'), 'utf-8')).toBe('grün');
    expect(read(Buffer.from('\ufeffgrün', 'utf16le'), 'utf-16le')).toBe('grün');
    expect(read(Buffer.from('\ufeffgrün', 'utf16le').swap16(), 'utf-16be')).toBe('grün');
    expect(read(Buffer.from('grün', 'latin1'), 'latin-1')).toBe('grün');
  });

  it('reads what a shell reads: byte by byte, without NULs, whatever mark stands before it', () => {
    expect(read(Buffer.from('e\0ch\0o', 'latin1'), 'latin-1')).toBe('echo');
    const marked = Buffer.from('\xff\xfe\necho\n', 'latin1');
    expect(read(marked, 'utf-16le')).toBe('ÿþ\necho\n');
    expect(read(Buffer.from('\xfe\xff\0\ne\0c\0ho', 'latin1'), 'utf-16be')).toBe('þÿ\necho');
    expect(read(Buffer.from('\ufeff\u0441\u043b', 'utf16le'), 'utf-16le')).toBe('сл');
  });

  it('leaves an odd last byte of UTF-16 out and the pack as it is', () => {
    const writer = new TextPackWriter(100);
    writer.add(Buffer.from('006100', 'hex'), '');
    const pack = new TextPack(writer.finish());
    expect(pack.textAt([0, 3], { kind: 'text', encoding: 'utf-16be' })).toBe('a');
    expect(pack.bytesAt([0, 3]).toString('hex')).toBe('006100');
  });
});
