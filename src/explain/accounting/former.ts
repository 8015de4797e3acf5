import type { LayerEntry } from '../../image/layer-facts.ts';
import type { GonePath, ImageTree } from '../../image/tree/image-tree.ts';
import { APK } from './apk.ts';
import type { DatabaseReader, DatabaseView } from './database-reader.ts';
import { Ledger, type Program } from './ledger.ts';
import { linesOf } from './lines.ts';

/** Who listed a program in a lower layer, and the layer that changed or removed that list. */
export interface FormerClaim {
  readonly database: string;
  readonly owner: string;
  readonly until: number;
}

/** Files of databases in lower layers that are read; each layer that installs something replaces apk's only one. */
const MAX_FILES = 2000;
const MAX_BYTES = 64 * 1024 * 1024;
const LIST = /^var\/lib\/dpkg\/info\/([^/:]+)(?::[^/]+)?\.list$/;
const APK_FILE = /^(?:usr\/)?lib\/apk\/db\/installed$/;

/**
 * Of programs that nothing lists: who did in a lower layer. A layer that swaps a program and cleans the database of it
 * shows by that; a package that is removed takes its programs with it.
 */
export function formerClaims(
  tree: ImageTree,
  programs: readonly Program[],
  bytes: (layer: number, entry: LayerEntry) => Buffer | undefined,
): ReadonlyMap<string, FormerClaim> {
  const found = new Map<string, FormerClaim>();
  const lists = tree.gone.filter(isDatabase).slice(-MAX_FILES).reverse();
  if (programs.length === 0 || lists.length === 0) return found;
  const ledger = new Ledger(tree);
  for (const { node, kind } of programs) ledger.add(node, kind);
  let left = MAX_BYTES;
  for (const gone of lists) {
    left -= gone.entry.size;
    const text = left < 0 ? undefined : bytes(gone.contentLayer, gone.entry)?.toString('utf8');
    if (text === undefined) continue;
    const dpkg = LIST.exec(gone.path)?.[1];
    const database = dpkg === undefined ? 'apk' : 'dpkg';
    const claim = (path: string, owner: string): void =>
      ledger.claim(path, { database, owner, until: gone.goneIn });
    if (dpkg === undefined) readWith(APK, tree, gone.path, text, claim);
    else for (const path of linesOf(text)) claim(path, dpkg);
  }
  // The latest comes first.
  for (const { node, claims } of ledger.programs) {
    const { database, owner, until } = claims[0] ?? {};
    if (database !== undefined && owner !== undefined && until !== undefined) {
      found.set(node.path, { database, owner, until });
    }
  }
  return found;
}

function isDatabase({ path, entry }: GonePath): boolean {
  return entry.kind === 'file' && (LIST.test(path) || APK_FILE.test(path));
}

function readWith(
  reader: DatabaseReader,
  tree: ImageTree,
  file: string,
  text: string,
  claim: DatabaseView['claim'],
): void {
  reader.read({
    tree,
    files: [],
    bytes: () => undefined,
    text: (path) => (path === file ? text : undefined),
    addPackage: () => undefined,
    claim,
    note: () => undefined,
  });
}
