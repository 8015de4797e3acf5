import { expect, it, vi } from 'vitest';
import { explainImage } from '../../../../testkit/explain.ts';

vi.mock('unbash', () => ({
  parse: () => {
    throw new RangeError('Maximum call stack size exceeded');
  },
}));

it('lists the lines of a script that the parser fails on, and says so', () => {
  const files = {
    'bin/sh': { elf: 'sh' },
    'bin/a': { elf: 'a' },
    'run.sh': '#!/bin/sh\n# a comment\nif a; then\n  a "x && y" && a z\nfi\nX=1\n',
  };
  const [root] = explainImage({ layers: [files], config: { Cmd: ['/run.sh'] } }).startChain;
  expect(root?.unknown).toBe('nested too deeply to parse; its lines are listed as they stand');
  expect(root?.children.slice(1).map(({ what, line }) => [what, line])).toEqual([
    ['a', 3],
    ['a', 4],
    ['a', 4],
  ]);
});
