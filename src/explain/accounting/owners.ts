import type { ImageTree } from '../../image/tree/image-tree.ts';

/** A package that a file lies in the folder of. Nothing lists the files of such packages one by one. */
export interface FolderOwner {
  readonly database: 'npm' | 'gem';
  readonly owner: string;
}

const NPM = /^(.*(?:^|\/)node_modules)\/(@[^/]+\/[^/]+|[^/@.][^/]*)\//s;
const GEM = /^(.*)\/gems\/([^/]+)\//s;
/** What a gem compiled lies beside the gems: `extensions/PLATFORM/RUBY/GEM/` (Gem::BasicSpecification#extension_dir). */
const EXTENSION = /^(.*)\/extensions\/[^/]+\/[^/]+\/([^/]+)\//s;

const GEMS = [
  ['/gems/', GEM],
  ['/extensions/', EXTENSION],
] as const;

/** The npm or gem package whose folder a file lies in, where that folder is really one of a package. */
export function folderOwnerOf(tree: ImageTree, path: string): FolderOwner | undefined {
  // Asked of every module that nothing lists, and most lie in no such folder.
  const npm = path.includes('node_modules/') ? NPM.exec(path) : null;
  if (npm !== null && isFile(tree, `${npm[1]}/${npm[2]}/package.json`)) {
    return { database: 'npm', owner: npm[2] ?? '' };
  }
  for (const [folder, pattern] of GEMS) {
    if (!path.includes(folder)) continue;
    const [, home = '', owner = ''] = pattern.exec(path) ?? [];
    // Gems that come with Ruby have their specifications in a folder of their own.
    const found = ['', 'default/'].some((kind) =>
      isFile(tree, `${home}/specifications/${kind}${owner}.gemspec`),
    );
    if (owner !== '' && found) return { database: 'gem', owner };
  }
  return undefined;
}

function isFile(tree: ImageTree, path: string): boolean {
  return tree.get(path)?.entry.kind === 'file';
}
