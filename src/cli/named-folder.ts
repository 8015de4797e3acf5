import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { visible } from '../base/visible.ts';
import type { Io } from './io.ts';

/** The folder that an option names, which need not be there yet. Throws `usage` for what is a file. */
export function namedFolder(given: string, flag: string, io: Pick<Io, 'cwd'>): string {
  const folder = resolve(io.cwd, given);
  let isFile = false;
  try {
    isFile = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false;
  } catch {
    // What keeps one from looking is told by whoever reads or writes there.
  }
  if (!isFile) return folder;
  throw new ClearpullError('usage', `${visible(given)} of ${flag} is a file.`, { hint: 'Name a folder.' });
}
