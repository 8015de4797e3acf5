import { expect, it } from 'vitest';
import { openTestImage } from '../../../testkit/explain.ts';
import { DEFAULT_LIMITS } from '../../base/limits.ts';
import type { Content } from '../../image/layer-facts.ts';
import { explain } from '../explain.ts';
import { UNKEPT_TEXT } from '../explanation.ts';

const PROGRAM: Content = {
  kind: 'elf',
  elf: { bits: 64, machine: 'x86-64', type: 'executable', needed: [] },
};

it.each([
  ['php', '/logo.png', UNKEPT_TEXT],
  ['python3', '/logo.pyc', 'compiled Python: not read'],
  ['node', '/logo.pyc', UNKEPT_TEXT],
])('%s given %s, which is no text, is told', (name, path, unknown) => {
  const { image, tree, text } = openTestImage({
    config: { Cmd: [name, path] },
    layers: [{ [`usr/bin/${name}`]: { content: PROGRAM }, [path.slice(1)]: { content: { kind: 'data' } } }],
  });
  const { startChain } = explain({ image, tree, text, limits: DEFAULT_LIMITS });
  expect(startChain[0]?.children).toMatchObject([{ path, unknown }]);
});
