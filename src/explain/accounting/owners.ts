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

/** The npm or gem package whose folder a file lies in, where that folder is really one of a package. */
export function folderOwnerOf(tree: ImageTree, path: string): FolderOwner | undefined {
  const npm = NPM.exec(path);
  if (npm !== null && isFile(tree, `${npm[1]}/${npm[2]}/package.json`)) {
    return { database: 'npm', owner: npm[2] ?? '' };
  }
  for (const pattern of [GEM, EXTENSION]) {
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
