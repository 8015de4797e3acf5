import { expect, it } from 'vitest';
import { programKind } from './program-files.ts';

it.each([
  ['usr/lib/python3/dist-packages/a/b.py', 'module'],
  ['site-packages/a.pth', 'module'],
  ['usr/lib/python3/a/b.py', undefined],
  ['x/mysite-packages/b.py', undefined],
  ['x/site-packages/b.txt', undefined],
])('%s is %s', (path, kind) => {
  const content = { kind: 'text', encoding: 'utf-8' } as const;
  expect(programKind({ path, kind: 'file', mode: 0o644, content })).toBe(kind);
});
