import { describe, expect, it } from 'vitest';
import { shellParts } from './shell-parts.ts';

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
    expect(parts.every(({ pieces }) => pieces.length === 0)).toBe(true);
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

  it('gives a line that opens hundreds of here-documents in pieces, and not lines that open one each', () => {
    const [part] = shellParts(`${'cat <<E;'.repeat(600)} a\nE\n`);
    expect(part?.isFlat).toBe(true);
    expect(part?.pieces.map(({ text }) => text)).toContain('a');
    const [other] = shellParts('cat <<E\nx\nE\n'.repeat(600) + 'cat <<<E;'.repeat(600));
    expect(other?.statements).toHaveLength(1200);
  });
});
