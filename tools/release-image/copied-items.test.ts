import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type TestFolder, testFolder } from '../../testkit/source-options.ts';
import { copiedItems } from './copied-items.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

function write(path: string, mode: number): void {
  writeFileSync(join(folder.path, path), path);
  chmodSync(join(folder.path, path), mode);
}

it('takes the content of folders, sorted, and keeps of modes only what matters', () => {
  for (const name of ['src', 'src/b', 'src/tmp']) mkdirSync(join(folder.path, name));
  chmodSync(join(folder.path, 'src/tmp'), 0o1777);
  chmodSync(join(folder.path, 'src/b'), 0o700);
  write('src/b/run', 0o700);
  write('src/a', 0o664);
  symlinkSync('../a', join(folder.path, 'src/b/link'));
  write('single', 0o600);
  const sources = ['src', 'single'].map((name) => join(folder.path, name));
  const items = copiedItems(sources, '/app/lib/', 7);
  expect(items.map(({ path, type = 'file', mode }) => [path, type, mode?.toString(8)])).toEqual([
    ['app', 'directory', '755'],
    ['app/lib', 'directory', '755'],
    ['app/lib/a', 'file', '644'],
    ['app/lib/b', 'directory', '755'],
    ['app/lib/b/link', 'symlink', undefined],
    ['app/lib/b/run', 'file', '755'],
    ['app/lib/single', 'file', '644'],
    ['app/lib/tmp', 'directory', '1777'],
  ]);
  expect(new Set(items.map(({ mtime }) => mtime))).toEqual(new Set([7]));
});

it('copies to the root without a folder above, and only to what is named as a folder', () => {
  write('one', 0o644);
  expect(copiedItems([join(folder.path, 'one')], '/', 0).map(({ path }) => path)).toEqual(['one']);
  expect(() => copiedItems([join(folder.path, 'one')], '/app', 0)).toThrow('must begin and end with /');
});
