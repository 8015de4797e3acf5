import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePath, normalisePath } from './path.ts';

/** What `decodePath` promises to be the inverse of. */
function encode(text: string): Buffer {
  const parts: Buffer[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    parts.push(code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

describe('decodePath', () => {
  it('loses nothing of any bytes, so that different names stay different', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .array(
          fc.oneof(
            fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
            fc.uint8Array({ maxLength: 3 }),
          ),
        )
        .map((parts) => Buffer.concat(parts)),
    );
    fc.assert(
      fc.property(bytes, (raw) => {
        expect(encode(decodePath(Buffer.from(raw)))).toEqual(Buffer.from(raw));
      }),
      { seed: 3, numRuns: 2000 },
    );
  });

  it('survives JSON, in which facts are stored', () => {
    const text = decodePath(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]));
    expect(JSON.parse(Buffer.from(JSON.stringify(text)).toString())).toBe(text);
  });
});

describe('normalisePath', () => {
  it.each([
    ['./', '', false],
    ['/', '', false],
    ['etc/passwd', 'etc/passwd', false],
    ['/etc//./passwd/', 'etc/passwd', false],
    ['./.hidden', '.hidden', false],
    ['a/...', 'a/...', false],
    ['a/../b', 'b', true],
    ['../../x', 'x', true],
    ['a/..', '', true],
    ['a\nb/c', 'a\nb/c', false],
    ['a/b\n', 'a/b\n', false],
  ])('makes %j into %j', (raw, path, unsafe) => {
    expect(normalisePath(raw)).toEqual({ path, unsafe });
  });

  it('is settled after one pass', () => {
    const part = fc.constantFrom('a', '.', '..', '', '.b', 'c d', '/');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { path } = normalisePath(parts.join('/'));
        expect(normalisePath(path)).toEqual({ path, unsafe: false });
        expect(path.split('/')).not.toContain('..');
      }),
      { seed: 4, numRuns: 1000 },
    );
  });
});
