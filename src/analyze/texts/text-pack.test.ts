import { describe, expect, it } from 'vitest';
import { readPacked, TextPackWriter } from './text-pack.ts';

describe('TextPackWriter', () => {
  it('keeps equal texts once and tells where each lies', () => {
    const writer = new TextPackWriter(100);
    const a = writer.add(Buffer.from('first'), 'a');
    const b = writer.add(Buffer.from('zweitér'), 'b');
    expect(writer.add(Buffer.from('first'), 'a')).toEqual(a);
    const pack = writer.finish();
    expect(pack.length).toBe(13);
    expect(a && readPacked(pack, a, { kind: 'text', encoding: 'utf-8' })).toBe('first');
    expect(b && readPacked(pack, b, { kind: 'text', encoding: 'utf-8' })).toBe('zweitér');
  });

  it('copies what it is given', () => {
    const writer = new TextPackWriter(100);
    const bytes = Buffer.from('before');
    writer.add(bytes, 'a');
    bytes.fill('x');
    expect(writer.finish().toString()).toBe('before');
  });

  it('takes no more than it may, but smaller ones still', () => {
    const writer = new TextPackWriter(10);
    expect(writer.add(Buffer.alloc(8), 'a')).toEqual([0, 8]);
    expect(writer.add(Buffer.alloc(3), 'b')).toBeUndefined();
    expect(writer.add(Buffer.alloc(2), 'c')).toEqual([8, 2]);
    expect(writer.finish().length).toBe(10);
  });
});

describe('readPacked', () => {
  const read = (bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1'): string =>
    readPacked(bytes, [0, bytes.length], { kind: 'text', encoding });

  it('decodes every encoding, without the byte order mark', () => {
    expect(read(Buffer.from('\ufeffgrün'), 'utf-8')).toBe('grün');
    expect(read(Buffer.from('\ufeffgrün', 'utf16le'), 'utf-16le')).toBe('grün');
    expect(read(Buffer.from('\ufeffgrün', 'utf16le').swap16(), 'utf-16be')).toBe('grün');
    expect(read(Buffer.from('grün', 'latin1'), 'latin-1')).toBe('grün');
  });

  it('leaves an odd last byte of UTF-16 out and the pack as it is', () => {
    const bytes = Buffer.from('006100', 'hex');
    expect(read(bytes, 'utf-16be')).toBe('a');
    expect(bytes.toString('hex')).toBe('006100');
  });
});
