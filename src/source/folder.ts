import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ClearpullError } from '../base/errors.ts';
import { type FileRange, type Place, unreadable } from './place.ts';

/**
 * A folder on disk. Whoever made it may have put links into it: a file counts only when it is a regular one that
 * really lies below the folder. What leads elsewhere throws `target-invalid`.
 */
export async function openFolder(folder: string): Promise<Place> {
  const root = await realpath(folder);
  const below = root.endsWith(sep) ? root : `${root}${sep}`;
  return {
    kind: 'folder',
    path: root,
    async find(name): Promise<FileRange | undefined> {
      const written = join(root, name);
      const what = `${name} of ${folder}`;
      try {
        const real = await realpath(written);
        const { size } = await checkedFile(real, below, what);
        return { path: real, offset: 0, size };
      } catch (cause) {
        if (cause instanceof ClearpullError) throw cause;
        if (isAbsent(cause)) return undefined;
        throw unreadable(what, cause);
      }
    },
    topNames: async () => {
      const names = await readdir(root).catch((cause: unknown) => {
        throw unreadable(folder, cause);
      });
      return new Set(names);
    },
    endsEarly: async () => false,
    close: async () => undefined,
  };
}

async function checkedFile(real: string, below: string, what: string): Promise<{ size: number }> {
  if (!real.startsWith(below)) {
    throw new ClearpullError('target-invalid', `${what} is a link that leads out of the folder`, {
      hint: 'clearpull reads nothing outside of what it was asked to check.',
    });
  }
  const status = await lstat(real);
  if (!status.isFile()) throw new ClearpullError('target-invalid', `${what} is not a regular file`);
  return status;
}

function isAbsent(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
