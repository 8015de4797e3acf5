import type { LayerEntry, LayerFacts } from '../../image/layer-facts.ts';

/** A file that two builds made differently. */
export interface DifferingFile {
  /** With leading slash. */
  readonly path: string;
  /** From 1. */
  readonly layerNumber: number;
  readonly how: 'only-original' | 'only-rebuilt' | 'kind' | 'bytes' | 'target' | 'mode' | 'owner';
  readonly original?: LayerEntry;
  readonly rebuilt?: LayerEntry;
}

/**
 * What two layers hold differently, entry by entry: kind, content, link target, mode and owner. Not times and not
 * order: facts do not keep them.
 */
export function* differingFiles(
  original: LayerFacts,
  rebuilt: LayerFacts,
  layerNumber: number,
): Generator<DifferingFile> {
  const left = byPath(rebuilt);
  for (const [path, entry] of byPath(original)) {
    const other = left.get(path);
    left.delete(path);
    const how = other === undefined ? 'only-original' : differenceOf(entry, other);
    if (how === undefined) continue;
    yield {
      path: `/${path}`,
      layerNumber,
      how,
      original: entry,
      ...(other === undefined ? {} : { rebuilt: other }),
    };
  }
  for (const [path, entry] of left) {
    yield { path: `/${path}`, layerNumber, how: 'only-rebuilt', rebuilt: entry };
  }
}

/** The last entry of a path is the one that counts. A whiteout and what it hides are two. */
function byPath({ entries }: LayerFacts): Map<string, LayerEntry> {
  const files = new Map<string, LayerEntry>();
  for (const entry of entries) {
    const key = entry.kind === 'whiteout' || entry.kind === 'opaque' ? `${entry.path}/.wh` : entry.path;
    files.set(key, entry);
  }
  return files;
}

function differenceOf(a: LayerEntry, b: LayerEntry): DifferingFile['how'] | undefined {
  if (a.kind !== b.kind) return 'kind';
  if (a.target !== b.target) return 'target';
  if (a.kind === 'file' && (a.size !== b.size || a.sha256 !== b.sha256)) return 'bytes';
  if (a.mode !== b.mode) return 'mode';
  return a.uid === b.uid && a.gid === b.gid ? undefined : 'owner';
}
