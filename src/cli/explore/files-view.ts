import { baseName } from '../../base/base-name.ts';
import { formatBytes } from '../../base/quantities.ts';
import { visible } from '../../base/visible.ts';
import type { LayerEntry } from '../../image/layer-facts.ts';
import type { GonePath } from '../../image/tree/image-tree.ts';
import { padStart } from '../../report/text/layout.ts';
import type { Model } from './model.ts';
import type { Destination, Row } from './rows.ts';

export interface FilesOptions {
  /** Folders that are open, without leading slash; the root is always. */
  readonly open: ReadonlySet<string>;
  /** Only what this layer put there or took away. */
  readonly layer?: number;
  /** Also what later layers took away. */
  readonly removed: boolean;
}

/** A path of the merged tree, or one that is gone from it. */
interface Item {
  readonly name: string;
  readonly path: string;
  readonly entry: LayerEntry;
  readonly layer: number;
  readonly gone?: GonePath;
  readonly goneIndex?: number;
}

/** The open part of the merged tree, folders first, each path with the layer that it comes from. */
export function fileRows(model: Model, options: FilesOptions): readonly Row[] {
  const rows: Row[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const item of itemsIn(model, folder, options)) {
      rows.push(rowOf(item, depth, model, options));
      if (item.gone === undefined && isFolder(item) && options.open.has(item.path))
        visit(item.path, depth + 1);
    }
  };
  visit('', 0);
  return rows;
}

function itemsIn(model: Model, folder: string, { layer, removed }: FilesOptions): readonly Item[] {
  const { tree } = model.image;
  const items: Item[] = [];
  const inLayer = layer === undefined ? undefined : model.pathsOfLayer(layer);
  for (const name of tree.children(folder)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const node = tree.get(path);
    if (node === undefined || (inLayer !== undefined && !inLayer.has(path))) continue;
    items.push({ name, path, entry: node.entry, layer: node.layer });
  }
  if (removed) {
    for (const goneIndex of model.goneIn(folder)) {
      const gone = tree.gone[goneIndex];
      if (gone === undefined || (layer !== undefined && gone.layer !== layer && gone.goneIn !== layer))
        continue;
      const name = baseName(gone.path);
      items.push({ name, path: gone.path, entry: gone.entry, layer: gone.layer, gone, goneIndex });
    }
  }
  return items.sort(
    (a, b) =>
      Number(isFolder(b)) - Number(isFolder(a)) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : (a.goneIndex ?? -1) - (b.goneIndex ?? -1)),
  );
}

function isFolder({ entry }: Item): boolean {
  return entry.kind === 'directory';
}

function rowOf(item: Item, depth: number, model: Model, { open }: FilesOptions): Row {
  const { name, path, entry, layer, gone } = item;
  const folder = isFolder(item);
  const sign = !folder || gone !== undefined ? '  ' : open.has(path) ? '▾ ' : '▸ ';
  const mark = gone === undefined ? model.markOf(path) : undefined;
  const target = entry.target === undefined ? '' : ` → ${visible(entry.target).slice(0, 200)}`;
  const size = entry.kind === 'file' ? formatBytes(entry.size) : folder ? '' : entry.kind;
  const how = gone === undefined ? '' : `  ${gone.how} in layer ${gone.goneIn + 1}`;
  const opens: Destination =
    item.goneIndex !== undefined
      ? { to: 'gone', index: item.goneIndex }
      : folder
        ? { to: 'folder', path }
        : { to: 'file', path };
  return {
    line: [
      { text: `${padStart(String(layer + 1), 4)} ${padStart(size, 9)} `, style: 'dim' },
      { text: `${'  '.repeat(Math.min(depth, 20))}${sign}` },
      {
        text: `${visible(name).slice(0, 300)}${folder ? '/' : ''}`,
        ...(gone !== undefined
          ? { style: 'dim' as const }
          : mark === 'finding'
            ? { style: 'alarm' as const }
            : mark === 'start'
              ? { style: 'heading' as const }
              : {}),
      },
      { text: `${target}${how}`, style: 'dim' },
      ...(mark === 'finding'
        ? [{ text: '  ! a finding', style: 'alarm' as const }]
        : mark === 'start'
          ? [{ text: '  » runs at start', style: 'warning' as const }]
          : []),
    ],
    details: [`/${visible(path).slice(0, 400)}  ${factsLine(entry)}`, model.originOf(layer)],
    opens,
  };
}

/** Kind, mode, owner and size on one line. */
export function factsLine({ kind, mode, uid, gid, size, content }: LayerEntry): string {
  const what =
    content === undefined
      ? kind
      : content.kind === 'elf'
        ? `program (ELF, ${visible(content.elf.machine).slice(0, 40)})`
        : content.kind === 'script'
          ? `script for ${visible(content.interpreter).slice(0, 80)}`
          : content.kind === 'archive'
            ? `archive (${content.format})`
            : content.kind;
  const bytes = kind === 'file' ? `, ${formatBytes(size)}` : '';
  return `${what}${bytes}, mode ${mode.toString(8).padStart(4, '0')}, owner ${uid}:${gid}`;
}
