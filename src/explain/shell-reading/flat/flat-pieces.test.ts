import { describe, expect, it } from 'vitest';
import { flatPieces } from './flat-pieces.ts';

function pieces(source: string): readonly string[] {
  return flatPieces(source).map(({ text }) => text.trim());
}

describe('flatPieces', () => {
  it.each([
    ['{ { a | b; }; c; }', ['a | b', 'c']],
    ['( ( a ) | b )', ['a  | b']],
    ['{ a; { b; }; } | c > d', ['a', 'b | c > d']],
    ['a | { { b; }; }', ['a |   b']],
    ['if a; then b; elif c; then d; else e; fi', ['a', 'b', 'c', 'd', 'e']],
    ['while a; do b & c; done', ['a', 'b', 'c']],
    ['case $x in a|b) c;; (d) e | f ;; *) g; esac; h', ['c', 'e | f', 'g', 'h']],
    ['f() { a; }; function g { b; }\nf', ['a', 'b', 'f']],
    ['x=$(a $(b $(c)))', ['b $(c)', 'a $(:)', 'x=$(:)']],
    ['a "$(b "$(c; d)")" e', ['b "$(c; d)"', 'a "$(:)" e']],
    ['a `b; c` d', ['b', 'c', 'a $(:) d']],
    ['a <(b | c)', ['b | c', 'a /dev/fd/63']],
    ['a \'b;c\' "d|e" f\\;g # h; i\nj', ['a \'b;c\' "d|e" f\\;g', 'j']],
    ['a=(b c) d x@(e|f) $((1 + (2))) ${g:-h}', ['a=(b c) d x@(e|f) $((1 + (2))) ${g:-h}']],
    ["sh <<'E' | a; b\nc; d\nE\ne", ["sh <<'E' | a\nc; d\nE", 'b', 'e']],
    ['((a b | c))', ['a b | c']],
    ['if [[ -n a ]] { b }', ['[[ -n a ]]', 'b']],
  ])('%s', (source, expected) => {
    expect(pieces(source)).toEqual(expected);
  });

  it('says where each begins', () => {
    expect(flatPieces('{ a;\n  b; }').map(({ at }) => at)).toEqual([2, 7]);
  });

  it.each(['{ ', '( ', '$(', '"$(', '`', '${', 'case x in ', 'f() ', '<<E ', '{ a; } | '])(
    'goes through %j a hundred thousand times',
    (text) => {
      expect(flatPieces(`${text.repeat(100_000)}\na`).length).toBeLessThan(200_003);
    },
  );
});
