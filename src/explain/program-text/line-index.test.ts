import { expect, it } from 'vitest';
import { randomSource } from '../../../testkit/random.ts';
import { LineIndex } from './line-index.ts';

it('tells the line of an index, and where it begins, as a look back from there does', () => {
  const random = randomSource(3);
  for (let round = 0; round < 100; round++) {
    const text = Array.from({ length: random.below(40) }, () => random.pick(['a', '\n'])).join('');
    const index = new LineIndex(text);
    for (let at = 0; at < text.length; at++) {
      expect(index.lineStart(at)).toBe(text.lastIndexOf('\n', at) + 1);
      expect(index.lineAt(at)).toBe(text.slice(0, at).split('\n').length);
    }
  }
});
