import { expect, it } from 'vitest';
import { withNewlines } from './line-ends.ts';

it('gives a line its end where its language sees one', () => {
  expect(withNewlines('# a\rb\r\nc\n', 'python')).toBe('# a\nb\r\nc\n');
  expect(withNewlines('// a\rb', 'node')).toBe('// a\nb');
  expect(withNewlines('// a\u2028b', 'node')).toBe('// a\nb');
  expect(withNewlines('# a\rb', 'shell')).toBe('# a\rb');
});
