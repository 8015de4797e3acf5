import { execFileSync } from 'node:child_process';

/** A layer of the files below a folder, under other names, as root's. */
export function folderTar(
  folder: string,
  /** Relative to the folder; folders with all that is in them. */
  paths: readonly string[],
  /** Expressions of sed for their names, one after the other. */
  renames: readonly string[],
): Buffer {
  return execFileSync(
    'tar',
    [
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      ...renames.map((rename) => `--transform=${rename}`),
      '-C',
      folder,
      '--null',
      '--verbatim-files-from',
      '-T',
      '-',
      '-cf',
      '-',
    ],
    { input: paths.join('\0'), maxBuffer: 2 ** 31 - 1 },
  );
}
