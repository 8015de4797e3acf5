import { describe, expect, it } from 'vitest';
import { flatPieces } from './flat-pieces.ts';
import { shellParts } from './shell-parts.ts';

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

describe('shellParts', () => {
  it('parses a text in one go', () => {
    const [part, more] = shellParts('a\nb | c\n');
    expect(part?.statements).toHaveLength(2);
    expect(part?.pieces).toEqual([]);
    expect(more).toBeUndefined();
  });

  it('parts a long text between commands, and counts lines', () => {
    const parts = [...shellParts(`${'echo a\n'.repeat(40_000)}{\n${'b\n'.repeat(80_000)}}\nlast\n`)];
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every(({ pieces: own }) => own.length === 0)).toBe(true);
    const statements = parts.flatMap(({ statements: own }) => own);
    expect(statements).toHaveLength(40_002);
    const last = parts.at(-1);
    const at = last?.statements.at(-1)?.pos ?? 0;
    expect((last?.linesBefore ?? 0) + (last?.source.slice(0, at).split('\n').length ?? 0)).toBe(120_003);
  });

  it('parts no here-document, and no command that goes on in the next line', () => {
    const filler = '# a comment\n'.repeat(10_900);
    const [first, second] = shellParts(`${filler}cat <<E; a\n${'x y z\n'.repeat(60_000)}E\nb`);
    expect(first?.statements).toEqual([]);
    expect(second?.statements).toHaveLength(3);
    const joined = [...shellParts(`${filler}a ${'\\\n'.repeat(80_000)}| b`)];
    expect(joined.flatMap(({ statements }) => statements)).toHaveLength(1);
  });

  it('gives what stands behind an error in pieces', () => {
    const [part] = shellParts('a\n[[ b\nc | d\n');
    expect(part?.error?.message).toContain('c');
    expect(part?.isFlat).toBeUndefined();
    expect(part?.pieces.map(({ text }) => text)).toContain('c | d');
  });

  it('gives a nest that no parser follows in pieces, and says so', () => {
    const [part] = shellParts(`${'{ '.repeat(300)}a${'; }'.repeat(300)}\nb`);
    expect(part?.isFlat).toBe(true);
    expect(part?.pieces.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  it('gives one command of half a megabyte in pieces', () => {
    const parts = [...shellParts(`{\n${'a\n'.repeat(300_000)}}\nb`)];
    expect(parts.some(({ isFlat }) => isFlat)).toBe(true);
    expect(parts.at(-1)?.pieces.at(-1)?.text).toBe('b');
  });
});
