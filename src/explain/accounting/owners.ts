import type { ImageTree } from '../../image/tree/image-tree.ts';

/** A package that a file lies in the folder of. Nothing lists the files of such packages one by one. */
export interface FolderOwner {
  readonly database: 'npm' | 'gem';
  readonly owner: string;
}

const NPM = /^(.*(?:^|\/)node_modules)\/(@[^/]+\/[^/]+|[^/@.][^/]*)\//s;
const GEM = /^(.*)\/gems\/([^/]+)\//s;

/** The npm or gem package whose folder a file lies in, where that folder is really one of a package. */
export function folderOwnerOf(tree: ImageTree, path: string): FolderOwner | undefined {
  const npm = NPM.exec(path);
  if (npm !== null && isFile(tree, `${npm[1]}/${npm[2]}/package.json`)) {
    return { database: 'npm', owner: npm[2] ?? '' };
  }
  const gem = GEM.exec(path);
  if (gem !== null && isFile(tree, `${gem[1]}/specifications/${gem[2]}.gemspec`)) {
    return { database: 'gem', owner: gem[2] ?? '' };
  }
  return undefined;
}

function isFile(tree: ImageTree, path: string): boolean {
  return tree.get(path)?.entry.kind === 'file';
}
