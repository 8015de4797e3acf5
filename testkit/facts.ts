import { createHash } from 'node:crypto';
import { extract, type Header } from 'tar-stream';
import { digestOf } from '../src/base/digest.ts';
import type { EntryKind, LayerEntry, LayerFacts } from '../src/image/layer-facts.ts';

const KINDS: Readonly<Record<string, EntryKind>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'hardlink',
  'character-device': 'character-device',
  'block-device': 'block-device',
  fifo: 'fifo',
};

/**
 * The entries of a well-formed layer as another tar reader sees them: a second opinion for tests of the real one.
 * No content is classified and no text kept.
 */
export async function factsOf(tarBytes: Buffer): Promise<LayerFacts> {
  const entries: LayerEntry[] = [];
  const reader = extract();
  reader.end(tarBytes);
  for await (const entry of reader) {
    const hash = createHash('sha256');
    for await (const chunk of entry) hash.update(chunk as Buffer);
    const kind = KINDS[entry.header.type ?? ''];
    if (kind !== undefined) entries.push(layerEntry(kind, entry.header, hash.digest('hex')));
  }
  return { diffId: digestOf(tarBytes), size: tarBytes.length, entries, unknowns: [] };
}

/** A path of a tar as `LayerEntry` writes it. */
export function normalisePath(path: string): string {
  const components: string[] = [];
  for (const component of path.split('/')) {
    if (component === '..') components.pop();
    else if (component !== '' && component !== '.') components.push(component);
  }
  return components.join('/');
}

function layerEntry(kind: EntryKind, header: Header, sha256: string): LayerEntry {
  const path = normalisePath(header.name);
  const slash = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, Math.max(0, slash - 1)), path.slice(slash)];
  // tar-stream applies PAX paths and sizes, and leaves the ids to its user.
  const pax = (header.pax ?? {}) as Readonly<Record<string, string>>;
  const common = {
    size: header.size ?? 0,
    mode: (header.mode ?? 0) & 0o7777,
    uid: Number(pax['uid'] ?? header.uid ?? 0),
    gid: Number(pax['gid'] ?? header.gid ?? 0),
  };
  if (name === '.wh..wh..opq') return { path: folder, kind: 'opaque', ...common };
  if (name.startsWith('.wh.'))
    return { path: path.slice(0, slash) + name.slice(4), kind: 'whiteout', ...common };
  if (kind === 'file') return { path, kind, ...common, sha256 };
  const target = header.linkname ?? '';
  if (kind === 'symlink') return { path, kind, ...common, target };
  if (kind === 'hardlink') return { path, kind, ...common, target: normalisePath(target) };
  return { path, kind, ...common };
}
