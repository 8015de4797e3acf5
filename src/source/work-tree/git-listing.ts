import { decodePath } from '../../base/tar/path.ts';
import { git } from './git-command.ts';
import type { SourceFile } from './source-tree.ts';

export interface GitEntry extends SourceFile {
  /** Name of its git object. */
  readonly oid: string;
}

/**
 * The files of a commit's folder, `REVISION:FOLDER`, as `git ls-tree` lists them: sorted, by path; undefined when
 * there is no such folder.
 */
export async function listCommit(
  folder: string,
  inside: string,
  maxFiles: number,
  signal?: AbortSignal,
): Promise<{ readonly entries: ReadonlyMap<string, GitEntry>; readonly whole: boolean } | undefined> {
  const listing = await git(folder, ['ls-tree', '-r', '-z', '--full-tree', inside], signal);
  if (listing === undefined) return undefined;
  const entries = new Map<string, GitEntry>();
  let at = 0;
  while (at < listing.length && entries.size < maxFiles) {
    // `MODE TYPE OBJECT\tPATH\0` (git-ls-tree(1)).
    const end = listing.indexOf(0, at);
    const tab = listing.indexOf(9, at);
    if (end === -1 || tab === -1 || tab > end) break;
    const [mode = '', type, oid = ''] = listing.toString('latin1', at, tab).split(' ');
    const path = decodePath(listing.subarray(tab + 1, end));
    const kind = type === 'commit' ? 'submodule' : mode === '120000' ? 'symlink' : 'file';
    entries.set(path, { path, kind, oid });
    at = end + 1;
  }
  return { entries, whole: at >= listing.length };
}
