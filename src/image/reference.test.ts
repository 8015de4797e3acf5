import { expect, it } from 'vitest';
import { parseReference } from './reference.ts';

it('says that a tag is missing where nothing stands behind the colon', () => {
  expect(parseReference('nginx:')).toBe('there is no tag behind the colon');
  expect(parseReference('nginx:a b')).toBe('"a b" is not a tag');
});
