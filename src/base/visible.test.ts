import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { visible } from './visible.ts';

describe('visible', () => {
  it('leaves ordinary text alone, in any script', () => {
    for (const text of ['RUN apt-get update', 'Grüße, 世界, Привет, 😀', 'C:\\dir', 'é']) {
      expect(visible(text)).toBe(text);
    }
  });

  it('shows control characters of both ranges', () => {
    expect(visible('\x1b[31mred\x07')).toBe('\\x1b[31mred\\x07');
    expect(visible('\x9b31m\x7f\0')).toBe('\\x9b31m\\x7f\\x00');
  });

  it('keeps everything on one line', () => {
    expect(visible('a\nb\r\tc\u2028d')).toBe('a\\nb\\r\\tc\\u2028d');
  });

  it('shows bidirectional and zero-width characters', () => {
    expect(visible('a\u202eb\u200bc\ufeff')).toBe('a\\u202eb\\u200bc\\ufeff');
  });

  it('shows text hidden in tags and variation selectors', () => {
    expect(visible('x\u{e0041}\ufe01\u{e0101}')).toBe('x\\u{e0041}\\ufe01\\u{e0101}');
  });

  it('shows lone surrogates and leaves pairs whole', () => {
    expect(visible('\ud83d!\ude00 😀')).toBe('\\ud83d!\\ude00 😀');
  });

  it('stops combining marks from piling up', () => {
    expect(visible(`a${'\u0301'.repeat(6)}`)).toBe(`a${'\u0301'.repeat(4)}\\u0301\\u0301`);
  });

  it('changes nothing the second time, whatever it is given', () => {
    assert(property(string({ unit: 'binary' }), (text) => visible(visible(text)) === visible(text)));
  });
});
