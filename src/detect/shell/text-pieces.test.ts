import { describe, expect, it } from 'vitest';
import { MAX_TEXT } from './reader/bounds.ts';
import { textPieces } from './text-pieces.ts';

const LINES = 'true\n'.repeat(MAX_TEXT / 4);
/** Quotes and the like that no command would have. */
const NOISE = `\`"$( it's x\n`.repeat(MAX_TEXT / 6);

describe('the pieces of a shell text', () => {
  it('are all of it, cut at line ends, and know where they begin', () => {
    const pieces = [...textPieces(LINES)];
    expect(pieces.map(({ text }) => text).join('')).toBe(LINES);
    expect(pieces.every(({ text }) => text.length <= MAX_TEXT && text.endsWith('\n'))).toBe(true);
    expect(pieces[1]?.line).toBe((pieces[0]?.text.length ?? 0) / 5 + 1);
    expect([...textPieces('')]).toEqual([]);
  });

  it.each([
    ['a here-document', `: <<'X'\n${NOISE}X\n`],
    ['a here-document with tabs', `: <<-X\n${NOISE}\tX\n`],
    ['a string', `: '${NOISE.replaceAll("'", '')}'\n`],
    ['a string with values', `: "${NOISE.replaceAll('"', '').replaceAll('`', '').replaceAll('$(', '')}"\n`],
  ])('are not cut within %s', (_, long) => {
    const pieces = [...textPieces(`true\n${long}${LINES}`)];
    expect(pieces[0]?.text).toBe(`true\n${long}`);
    expect(pieces[1]?.text).toMatch(/^true\n/);
  });

  it('are cut anyhow where that never ends', () => {
    const [first] = textPieces(`: <<'X'\n${LINES}`);
    expect(first?.text.length).toBeLessThanOrEqual(MAX_TEXT);
  });
});
