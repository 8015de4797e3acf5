import type { LayerEntry, LayerFacts } from '../../src/image/layer-facts.ts';

/** What the naive tree says about one path. */
export interface NaiveNode {
  readonly entry: LayerEntry;
  readonly layer: number;
  readonly contentLayer: number;
  readonly hardlinkTo?: string;
  readonly implicit?: boolean;
}

export interface NaiveGone extends NaiveNode {
  readonly path: string;
  readonly goneIn: number;
  readonly how: 'removed' | 'replaced';
}

interface Followed {
  readonly path: string;
  readonly via: readonly string[];
  readonly broken: boolean;
  readonly loop: boolean;
}

/**
 * The rules of `buildTree` written down as plainly as possible, on nothing but a map of paths: slow, recursive,
 * and good for comparing only.
 */
export class NaiveTree {
  readonly nodes = new Map<string, NaiveNode>([['', implicit('', 0)]]);
  gone: NaiveGone[] = [];

  constructor(layers: readonly (LayerFacts | undefined)[]) {
    layers.forEach((facts, layer) => {
      const before = this.gone;
      this.gone = [];
      // What lies in an archive is no file of the image.
      const entries = (facts?.entries ?? []).filter(({ host }) => host === undefined);
      for (const entry of entries) {
        if (entry.kind === 'whiteout' || entry.kind === 'opaque') this.#whiteout(entry, layer, entries);
      }
      for (const entry of entries) {
        if (entry.kind !== 'whiteout' && entry.kind !== 'opaque') this.#put(entry, layer);
      }
      const lost = this.gone.filter(({ path, entry }) => !same(this.nodes.get(path)?.entry, entry));
      this.gone = [...before, ...lost];
    });
  }

  resolve(path: string, from = ''): string {
    const start = path.startsWith('/') ? path : `${from}/${path}`;
    const { path: end, via, broken, loop } = this.#follow(start, () => true);
    if (loop) return `loop via ${via.join()}`;
    const node = this.nodes.get(end);
    const nothing = node === undefined || broken || node.entry.kind === 'symlink';
    return `${nothing ? 'missing' : 'found'} ${end} via ${via.join()}`;
  }

  #whiteout(entry: LayerEntry, layer: number, entries: readonly LayerEntry[]): void {
    const isOwnFolder = (path: string): boolean =>
      entries.some((other) => other.kind === 'directory' && other.path === path);
    const folder = entry.kind === 'opaque' ? entry.path : parentOf(entry.path);
    const end = this.#follow(folder, (link) => !isOwnFolder(link));
    if (end.loop || end.broken || this.nodes.get(end.path)?.entry.kind !== 'directory') return;
    if (entry.kind === 'opaque') this.#takeAway(layer, 'removed', (path) => isBelow(path, end.path));
    else if (entry.path !== '') {
      const hidden = join(end.path, nameOf(entry.path));
      this.#takeAway(layer, 'removed', (path) => path === hidden || isBelow(path, hidden));
    }
  }

  #put(entry: LayerEntry, layer: number): void {
    if (entry.path === '') {
      if (entry.kind === 'directory') this.nodes.set('', { entry, layer, contentLayer: layer });
      return;
    }
    const linked = entry.kind === 'hardlink' ? this.#linked(entry.target ?? '') : undefined;
    const end = this.#follow(parentOf(entry.path), () => true);
    const folder = end.loop ? parentOf(entry.path) : end.path;
    this.#makeFolder(folder, layer);
    const path = join(folder, nameOf(entry.path));
    const merges = entry.kind === 'directory' && this.nodes.get(path)?.entry.kind === 'directory';
    if (!merges) this.#takeAway(layer, 'replaced', (other) => other === path || isBelow(other, path));
    this.nodes.set(path, { entry, layer, contentLayer: layer, ...linked });
  }

  #makeFolder(path: string, layer: number): void {
    if (this.nodes.get(path)?.entry.kind === 'directory') return;
    this.#makeFolder(parentOf(path), layer);
    this.#takeAway(layer, 'replaced', (other) => other === path);
    this.nodes.set(path, implicit(path, layer));
  }

  #linked(target: string): Partial<NaiveNode> | undefined {
    const end = this.#follow(parentOf(target), () => true);
    if (end.loop) return undefined;
    const path = join(end.path, nameOf(target));
    const file =
      this.nodes.get(path) ?? this.gone.findLast((gone) => gone.path === path && gone.how === 'removed');
    if (file === undefined || file.entry.kind === 'directory' || file.entry.kind === 'hardlink')
      return undefined;
    return { entry: file.entry, contentLayer: file.contentLayer, hardlinkTo: path };
  }

  #takeAway(goneIn: number, how: NaiveGone['how'], which: (path: string) => boolean): void {
    for (const [path, node] of this.nodes) {
      if (!which(path)) continue;
      this.nodes.delete(path);
      if (!node.implicit) this.gone.push({ ...node, path, goneIn, how });
    }
  }

  #follow(
    path: string,
    mayFollow: (link: string) => boolean,
    done: Followed = { path: '', via: [], broken: false, loop: false },
  ): Followed {
    const [first, ...rest] = path.split('/');
    const broken = done.broken || this.nodes.get(done.path)?.entry.kind !== 'directory';
    const next = (step: Partial<Followed>, remaining = rest): Followed =>
      remaining.length === 0
        ? { ...done, broken, ...step }
        : this.#follow(remaining.join('/'), mayFollow, { ...done, broken, ...step });
    if (first === undefined || first === '' || first === '.') return next({});
    if (first === '..') return next({ path: parentOf(done.path) });
    const here = join(done.path, first);
    const entry = this.nodes.get(here)?.entry;
    const target = entry?.kind === 'symlink' ? (entry.target ?? '') : '';
    if (target === '' || !mayFollow(here)) return next({ path: here });
    if (done.via.length === 40) return { ...done, broken, loop: true };
    const via = [...done.via, here];
    return next({ via, path: target.startsWith('/') ? '' : done.path }, [...target.split('/'), ...rest]);
  }
}

function implicit(path: string, layer: number): NaiveNode {
  const entry: LayerEntry = { path, kind: 'directory', size: 0, mode: 0o755, uid: 0, gid: 0 };
  return { entry, layer, contentLayer: layer, implicit: true };
}

function same(a: LayerEntry | undefined, b: LayerEntry): boolean {
  if (a?.kind !== b.kind) return false;
  return b.kind === 'file' ? a.sha256 !== undefined && a.sha256 === b.sha256 : a.target === b.target;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function isBelow(path: string, folder: string): boolean {
  return path !== folder && (folder === '' || path.startsWith(`${folder}/`));
}
