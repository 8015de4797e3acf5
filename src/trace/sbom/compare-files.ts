import type { ImageTree } from '../../image/tree/image-tree.ts';
import type { ListedFile } from './read-contents.ts';

/** How the files that a list of contents has and those of the image differ. */
export interface FilesDifference {
  readonly same: number;
  /** Other bytes than listed. */
  readonly changed: readonly string[];
  readonly absent: readonly string[];
  /** Listed with digests that are not known of the file. */
  readonly notCompared: number;
}

/** Compares by the best digest that is known of both; links in the image are followed. */
export function compareFiles(files: readonly ListedFile[], tree: ImageTree): FilesDifference {
  const changed: string[] = [];
  const absent: string[] = [];
  let same = 0;
  let notCompared = 0;
  for (const { path, digests } of files) {
    const found = tree.resolve(path);
    if (found.kind !== 'found' || found.node.entry.kind !== 'file') {
      absent.push(`/${path}`);
      continue;
    }
    const { sha256, sha1, md5 } = found.node.entry;
    const known = [
      ['sha256', sha256],
      ['sha1', sha1],
      ['md5', md5],
    ] as const;
    const [algorithm, hex] = known.find(([one, own]) => own !== undefined && digests.has(one)) ?? [];
    if (algorithm === undefined) notCompared++;
    else if (digests.get(algorithm) === hex) same++;
    else
      changed.push(
        `/${path}: listed ${algorithm} ${digests.get(algorithm)?.slice(0, 128)}, in the image ${hex}`,
      );
  }
  return { same, changed, absent, notCompared };
}
