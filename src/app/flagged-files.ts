import { type FlaggedFile, flagsFiles, scriptShape } from '../campaign/index.ts';
import type { Finding } from '../detect/finding.ts';
import { type Accounting, MAX_LISTED } from '../explain/accounting/index.ts';
import type { LayerEntry } from '../image/layer-facts.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';

/** Files listed for one image; what is flagged in more is told by the findings. */
const MAX_FILES = 100;
/** Larger scripts are told by their digest alone. */
const MAX_SHAPED = 1024 * 1024;

export interface FlaggedFilesInput {
  readonly findings: readonly Finding[];
  readonly tree: ImageTree;
  readonly accounting: Accounting;
  /** The text kept of an entry of a layer. */
  readonly text: (layer: number, entry: LayerEntry) => string | undefined;
}

/**
 * The files that findings point at, by what they hold. Those that a package lists with their own digest are left out:
 * every image with that package has them.
 */
export function flaggedFiles({
  findings,
  tree,
  accounting,
  text,
}: FlaggedFilesInput): readonly FlaggedFile[] {
  const wanted = new Map<string, { path: string; layer: number }>();
  for (const { evidence } of findings.filter(flagsFiles)) {
    for (const { path, layer } of evidence) {
      if (layer !== undefined && path.startsWith('/')) wanted.set(`${layer} ${path}`, { path, layer });
    }
  }
  const unaccounted = new Set(
    [...accounting.unaccounted, ...accounting.changedFiles].map(({ path }) => path),
  );
  // Of longer lists the end is not known, so nothing is said to be a package's.
  const allListed = accounting.unlisted <= MAX_LISTED && accounting.changed <= MAX_LISTED;
  const find = entryFinder(tree, wanted.values());
  const files: FlaggedFile[] = [];
  for (const { path, layer } of [...wanted.values()].slice(0, MAX_FILES)) {
    const found = find(path, layer);
    if (found?.entry.sha256 === undefined || found.entry.size === 0) continue;
    const { entry, contentLayer } = found;
    const kind = kindOf(entry);
    const program = kind === 'program' || kind === 'script';
    const packaged = program && !found.gone && allListed && !unaccounted.has(path);
    if (packaged && accounting.accounted > 0) continue;
    const script = kind === 'script' && entry.size <= MAX_SHAPED ? text(contentLayer, entry) : undefined;
    const shape = script === undefined ? undefined : scriptShape(script);
    const { sha256 = '', size } = entry;
    files.push({ path, layer, kind, size, sha256, ...(shape === undefined ? {} : { shape }) });
  }
  return files;
}

interface FoundEntry {
  readonly entry: LayerEntry;
  readonly contentLayer: number;
  readonly gone: boolean;
}

/** Looks paths up in the merged tree, or else among what later layers took away. */
function entryFinder(
  tree: ImageTree,
  wanted: Iterable<{ readonly path: string; readonly layer: number }>,
): (path: string, layer: number) => FoundEntry | undefined {
  const inTree = (path: string, layer: number): FoundEntry | undefined => {
    const node = tree.get(path.slice(1));
    if (node === undefined || node.layer !== layer) return undefined;
    return { entry: node.entry, contentLayer: node.contentLayer, gone: false };
  };
  const missing = new Set<string>();
  for (const { path, layer } of wanted) {
    if (inTree(path, layer) === undefined) missing.add(`${layer} ${path}`);
  }
  const gone = new Map<string, FoundEntry>();
  if (missing.size > 0) {
    for (const { path, layer, entry, contentLayer } of tree.gone) {
      const key = `${layer} /${path}`;
      if (missing.has(key)) gone.set(key, { entry, contentLayer, gone: true });
    }
  }
  return (path, layer) => inTree(path, layer) ?? gone.get(`${layer} ${path}`);
}

function kindOf({ content }: LayerEntry): FlaggedFile['kind'] {
  switch (content?.kind) {
    case 'elf':
      return 'program';
    case 'script':
    case 'text':
      return content.kind;
    default:
      return 'data';
  }
}
