import type { Finding } from '../detect/finding.ts';
import type { Explanation } from '../explain/explanation.ts';
import { filesOfChain } from '../explain/start-paths.ts';
import type { EntryKind, LayerEntry } from '../image/layer-facts.ts';
import type { ImageTree } from '../image/tree/image-tree.ts';

/** One path of an image, also one that a later layer took away. */
export interface FileRow {
  /** Index of the folder's row, which comes before; -1 for the root. */
  readonly parent: number;
  /** Last component; empty for the root. */
  readonly name: string;
  readonly kind: EntryKind;
  readonly size: number;
  readonly mode: number;
  /** Index of the layer that put it there; -1 for a folder that no layer describes. */
  readonly layer: number;
  readonly target?: string;
  /** Index of the layer that took it away. */
  readonly goneIn?: number;
}

/** The text of a file that a reader of the report will want to see. */
export interface FileText {
  /** With leading slash. */
  readonly path: string;
  readonly text: string;
  /** True when the text goes on. */
  readonly cut: boolean;
}

/** Bytes of one layer in one folder, files that are gone included. */
export interface FolderSize {
  readonly layer: number;
  /** To the second level: `/usr/lib`. */
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
}

/** An image's files, for reports that show them. */
export interface ImageFiles {
  readonly rows: readonly FileRow[];
  /** Paths beyond those rows. */
  readonly leftOut: number;
  /** Of what starts and what findings point at. */
  readonly texts: readonly FileText[];
  /** By layer, then largest first. */
  readonly sizes: readonly FolderSize[];
}

/** What makes a file's text worth showing. */
interface Told {
  readonly explanation: Explanation;
  readonly findings: readonly Finding[];
}

const MAX_ROWS = 300_000;
const MAX_TEXTS = 200;
const MAX_TEXT = 64 * 1024;
const MAX_TEXTS_LENGTH = 2 * 1024 * 1024;

/** Lists the merged tree and what is gone from it, a folder before what lies in it. Pure. */
export function listFiles(
  tree: ImageTree,
  about: Told,
  text: (path: string) => string | undefined,
): ImageFiles {
  const rows: FileRow[] = [];
  const rowOf = new Map<string, number>();
  const sizes = new Map<string, { layer: number; folder: string; bytes: number; files: number }>();
  let leftOut = 0;
  const add = (path: string, row: Omit<FileRow, 'parent' | 'name'>, folder: boolean): void => {
    if (row.kind !== 'directory' && row.layer >= 0) addSize(sizes, path, row);
    if (rows.length >= MAX_ROWS) {
      leftOut++;
      return;
    }
    const slash = path.lastIndexOf('/');
    const parent = path === '' ? -1 : parentRow(path.slice(0, Math.max(0, slash)), rows, rowOf);
    if (folder) rowOf.set(path, rows.length);
    rows.push({ parent, name: path.slice(slash + 1), ...row });
  };
  for (const [path, { entry, layer, implicit }] of tree.nodes)
    add(path, rowFields(entry, implicit === true ? -1 : layer), entry.kind === 'directory');
  for (const { path, entry, layer, goneIn } of tree.gone) {
    const known = entry.kind === 'directory' && rowOf.has(path);
    if (!known) add(path, { ...rowFields(entry, layer), goneIn }, entry.kind === 'directory');
  }
  return {
    rows,
    leftOut,
    texts: textsOf(about, text),
    sizes: [...sizes.values()].sort(
      (a, b) => a.layer - b.layer || b.bytes - a.bytes || (a.folder < b.folder ? -1 : 1),
    ),
  };
}

function rowFields(entry: LayerEntry, layer: number): Omit<FileRow, 'parent' | 'name'> {
  const { kind, size, mode, target } = entry;
  return { kind, size: kind === 'file' ? size : 0, mode, layer, ...(target === undefined ? {} : { target }) };
}

/** The row of a folder; one is made where it is gone itself, which no row told before. */
function parentRow(folder: string, rows: FileRow[], rowOf: Map<string, number>): number {
  const missing: string[] = [];
  let path = folder;
  while (path !== '' && !rowOf.has(path)) {
    missing.push(path);
    path = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  }
  for (const one of missing.reverse()) {
    const slash = one.lastIndexOf('/');
    const parent = rowOf.get(one.slice(0, Math.max(0, slash))) ?? 0;
    rowOf.set(one, rows.length);
    rows.push({ parent, name: one.slice(slash + 1), kind: 'directory', size: 0, mode: 0o755, layer: -1 });
  }
  return rowOf.get(folder) ?? 0;
}

function addSize(
  sizes: Map<string, { layer: number; folder: string; bytes: number; files: number }>,
  path: string,
  { layer, size }: { readonly layer: number; readonly size: number },
): void {
  const [first = '', second] = path.split('/', 3);
  const deep = second !== undefined && path.length > first.length + second.length + 1;
  const folder = path.includes('/') ? (deep ? `/${first}/${second}` : `/${first}`) : '/';
  const known = sizes.get(`${layer} ${folder}`) ?? { layer, folder, bytes: 0, files: 0 };
  known.bytes += size;
  known.files++;
  sizes.set(`${layer} ${folder}`, known);
}

function textsOf(
  { explanation, findings }: Told,
  text: (path: string) => string | undefined,
): readonly FileText[] {
  const paths = new Set<string>();
  for (const { evidence } of findings) for (const { path } of evidence) paths.add(path.replace(/^\//, ''));
  for (const path of filesOfChain(explanation.startChain)) paths.add(path);
  const texts: FileText[] = [];
  let left = MAX_TEXTS_LENGTH;
  for (const path of [...paths].sort()) {
    const whole = texts.length < MAX_TEXTS && left > 0 ? text(path) : undefined;
    if (whole === undefined) continue;
    const shown = whole.slice(0, Math.min(MAX_TEXT, left));
    left -= shown.length;
    texts.push({ path: `/${path}`, text: shown, cut: shown.length < whole.length });
  }
  return texts;
}
