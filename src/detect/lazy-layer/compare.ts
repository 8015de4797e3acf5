import { baseName } from '../../base/base-name.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { TableRow } from './table.ts';

/** One thing that a mounted layer would show otherwise than an unpacked one. */
export interface Difference {
  /** Index into the layer's entries: the file, or the table for what is only there. */
  readonly entry: number;
  readonly what: string;
}

const SET_ID = 0o6000;
const MAX_DIFFERENCES = 20;

/**
 * Where the table of contents and the layer's own entries tell of different files. Compared are files (by digest and
 * set-id bits), links (by target) and what is missing on either side; folders, devices and owners are not.
 *
 * @param table index of the table's own entry
 */
export function compareTable(
  rows: readonly TableRow[],
  entries: readonly LayerEntry[],
  table: number,
): readonly Difference[] {
  const found: Difference[] = [];
  // The last one of a name counts, for either side.
  const inTable = new Map<string, TableRow>();
  for (const row of rows) if (isCompared(row)) inTable.set(row.path, row);
  const inLayer = new Map<string, number>();
  for (const [index, { path, kind, host }] of entries.entries()) {
    if (host !== undefined) continue;
    if (index !== table && (kind === 'file' || kind === 'symlink' || kind === 'hardlink'))
      inLayer.set(path, index);
    else inLayer.delete(path);
  }
  for (const [path, index] of inLayer) {
    const row = inTable.get(path);
    inTable.delete(path);
    const entry = entries[index];
    const what = entry === undefined ? undefined : differenceOf(row, entry);
    if (what !== undefined && found.length < MAX_DIFFERENCES) found.push({ entry: index, what });
  }
  for (const { path } of inTable.values()) {
    if (found.length === MAX_DIFFERENCES) break;
    found.push({ entry: table, what: `/${path} is only in the table` });
  }
  return found;
}

function isCompared({ type, path }: TableRow): boolean {
  const name = baseName(path);
  return !name.startsWith('.wh.') && (type === 'reg' || type === 'symlink' || type === 'hardlink');
}

const TYPE_OF_KIND: Readonly<Partial<Record<LayerEntry['kind'], string>>> = {
  file: 'reg',
  symlink: 'symlink',
  hardlink: 'hardlink',
};

function differenceOf(row: TableRow | undefined, entry: LayerEntry): string | undefined {
  if (row === undefined) return 'the table leaves it out';
  if (row.type !== TYPE_OF_KIND[entry.kind]) return `the table calls it ${row.type.slice(0, 20)}`;
  if (entry.kind !== 'file') {
    const target = entry.kind === 'hardlink' ? row.target.replace(/^(?:\.?\/)+/, '') : row.target;
    return target === entry.target ? undefined : 'the table has it lead elsewhere';
  }
  if (row.size !== entry.size) return `the table says ${row.size} bytes, it has ${entry.size}`;
  if ((row.mode & SET_ID) !== (entry.mode & SET_ID)) return 'the table has other set-id bits';
  if (entry.size === 0 || entry.sha256 === undefined) return undefined;
  const digest = `sha256:${entry.sha256}`;
  if (row.digest !== digest) return 'the table names another digest';
  const whole = row.pieces || row.chunkDigest === digest;
  return whole ? undefined : 'the table has another digest verified when it is read';
}
