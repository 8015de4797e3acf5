import { expect, it } from 'vitest';
import { noSuchImage } from './local-target.ts';

it('says how many images it does not list', () => {
  const target = { path: 'layout', shown: 'oci:layout', title: 'layout', name: 'zzz' };
  const names = Array.from({ length: 23 }, (_, i) => `app${String(i).padStart(2, '0')}:1`);
  expect(noSuchImage(target, names).hint).toMatch(/^It has app00:1, .*, app19:1 and 3 others\.$/);
  expect(noSuchImage(target, names.slice(0, 20)).hint).toMatch(/, app19:1\.$/);
});
