import { describe, expect, it } from 'vitest';
import { explainImage, outline, type TestFile } from '../../../../testkit/explain.ts';

function run(notebook: TestFile): string {
  const layer = { 'usr/bin/papermill': { elf: 'p' }, 'bin/a': { elf: 'a' }, 'n.ipynb': notebook } as const;
  return outline(
    explainImage({ layers: [layer], config: { Cmd: ['papermill', '/n.ipynb', 'o'] } }).startChain,
  ).join('\n');
}

describe('a notebook that is run', () => {
  it('is read by its cells of code', () => {
    const cells = [
      { cell_type: 'markdown', source: '!b' },
      { cell_type: 'code', source: ['%matplotlib inline\n', '!a x'] },
    ];
    const told = run(JSON.stringify({ cells }));
    expect(told).toContain(' a [elf]');
    expect(told).not.toContain(' b [');
  });

  it.each<[string, TestFile]>([
    ['is no JSON', '{"cells": ['],
    ['has no cells', '{"worksheets": []}'],
    ['is too large to be kept', { text: '{}', kept: false }],
  ])('that %s is told', (_what, notebook) => {
    expect(run(notebook)).toContain('the code of its cells was not read');
  });
});
