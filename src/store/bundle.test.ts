import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBundle, encodeBundle } from './bundle.ts';

describe('a bundle', () => {
  it('gives back what was put in, in its order', () => {
    const part = fc.tuple(fc.string(), fc.uint8Array({ maxLength: 50 }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const put = new Map(parts);
        const got = decodeBundle(encodeBundle(put));
        expect([...got].map(([name, bytes]) => [name, [...bytes]])).toEqual(
          [...put].map(([name, bytes]) => [name, [...bytes]]),
        );
      }),
    );
  });

  it('of nothing is empty', () => {
    expect(decodeBundle(undefined).size).toBe(0);
  });
});
