import { expect, it } from 'vitest';
import { explainImage } from '../../../../testkit/explain.ts';

function steps(text: string) {
  const files = { 'bin/sh': { elf: 'sh' }, 'bin/a': { elf: 'a' }, 'run.sh': `#!/bin/sh\n${text}` };
  const [root] = explainImage({ layers: [files], config: { Cmd: ['/run.sh'] } }).startChain;
  return { unknown: root?.unknown, found: root?.children.slice(1).map(({ what, line }) => [what, line]) };
}

it('lists the commands of a nest that the parser does not follow, and says so', () => {
  const { unknown, found } = steps(`${'{\n'.repeat(300)}a${'\n}'.repeat(300)}\n`);
  expect(unknown).toMatch(
    /^the shell parser stopped at line \d+: maximum .*; its commands are listed one after another$/,
  );
  expect(found).toEqual([['a', 302]]);
});

it('lists what stands behind the place where the parser stops', () => {
  expect(steps('[[ b\na x\n').found).toContainEqual(['a', 3]);
});

it('follows a nest of two hundred levels', () => {
  const { unknown, found } = steps(`${'{\n'.repeat(200)}a${'\n}'.repeat(200)}\n`);
  expect(unknown).toBeUndefined();
  expect(found).toEqual([['a', 202]]);
});

it('takes what looks like arithmetic for subshells', () => {
  expect(steps('((a x | a))\n').found).toEqual([['pipeline', 2]]);
});
