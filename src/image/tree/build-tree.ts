import { limitReached } from '../../base/limit-reached.ts';
import { DEFAULT_LIMITS, type Limits } from '../../base/limits.ts';
import type { LayerEntry, LayerFacts } from '../layer-facts.ts';
import { finishTree } from './finished-tree.ts';
import type { GonePath, ImageTree, TreeNode } from './image-tree.ts';
import { isFolder, joinPath, type MayFollow, type Place, splitPath, walk, walkedPath } from './place.ts';

/**
 * What hostile layers may cost: characters of the paths of implicit folders and of the link targets followed,
 * with a flat charge for each, and targets counted more for the walk they cause. Honest images need about a
 * thousandth of maxTreeBytes.
 */
const FOLDER_CHARGE = 512;
const HOP_CHARGE = 64;
const TARGET_FACTOR = 4;

/**
 * Merges layers, the bottom one first, into the tree that a container sees (OCI image-spec, layer.md,
 * "Applying Changesets"). A layer that could not be read (`undefined`) contributes nothing.
 *
 * - Whiteouts and opaque folders hide what lower layers hold, wherever they stand in their tar: they come first,
 *   then the entries in tar order.
 * - A folder over a folder keeps its content and takes the new metadata; anything else replaces what was there,
 *   with all that lies in it.
 * - An entry below a symbolic link lands where the link points, inside the root, as containerd, Docker and umoci
 *   extract it; below a circle of links, or a file, its path is made of folders.
 * - A hard link is the file at its target at that moment. A link to nothing, to a folder or to another such link
 *   stays as the `hardlink` entry that it is.
 * - `gone` holds what a layer took away or overwrote, except where, once that layer is done, the same path holds
 *   the same content and kind again (a change of mode or owner takes nothing away). Content that is overwritten
 *   in its own layer has `goneIn` equal to `layer`. Device numbers are not compared.
 * - The root is always there, implicit when no layer describes it; an entry of another kind for it, and a
 *   whiteout of it, are ignored.
 */
export function buildTree(
  layers: readonly (LayerFacts | undefined)[],
  limits: Pick<Limits, 'maxTreeBytes'> = DEFAULT_LIMITS,
): ImageTree {
  const builder = new TreeBuilder(limits.maxTreeBytes);
  for (const [layer, facts] of layers.entries()) {
    if (facts !== undefined) builder.apply(layer, facts.entries);
  }
  return builder.finish();
}

class TreeBuilder {
  readonly #root: Place = { parent: undefined, node: implicitNode('', 0), children: undefined };
  /** Every folder by its path: saves the walk where no link is on the way. */
  readonly #folders = new Map<string, Place>([['', this.#root]]);
  readonly #gone: GonePath[] = [];
  #budget: number;
  #leftOut = 0;
  /** The folder of the entry before: entries come folder by folder, and finding one by its path means hashing that. */
  #last: Place | undefined = this.#root;

  // What belongs to the layer being applied:
  #layer = 0;
  #goneBefore = 0;
  #hidden: Map<string, GonePath> | undefined;

  constructor(budget: number) {
    this.#budget = budget;
  }

  apply(layer: number, entries: readonly LayerEntry[]): void {
    this.#layer = layer;
    this.#goneBefore = this.#gone.length;
    this.#hidden = undefined;
    this.#hideLower(entries);
    for (const entry of entries) {
      // What lies inside of an archive is at no path of the tree.
      if (entry.kind !== 'whiteout' && entry.kind !== 'opaque' && entry.host === undefined) this.#put(entry);
    }
    this.#forgetWhatIsBack();
  }

  finish(): ImageTree {
    const places = { root: this.#root, folders: this.#folders };
    if (this.#leftOut === 0) return finishTree(places, this.#gone, undefined);
    const detail =
      `${this.#leftOut} entries are left out of the merged tree: ` +
      'their paths need too many folders or symbolic links (maxTreeBytes).';
    return finishTree(places, this.#gone, [limitReached('maxTreeBytes', detail)]);
  }

  #hideLower(entries: readonly LayerEntry[]): void {
    const whiteouts = entries.filter((entry) => entry.kind === 'whiteout' || entry.kind === 'opaque');
    if (whiteouts.length === 0) return;
    // A folder of this layer takes the place of a lower link, so nothing is to be hidden where that link points.
    const ownFolders = new Set<string>();
    for (const entry of entries) if (entry.kind === 'directory') ownFolders.add(entry.path);
    const mayFollow: MayFollow = (link) => !ownFolders.has(link.node.path) && this.#pay(link);
    for (const { kind, path } of whiteouts) {
      const [folder, name] = kind === 'opaque' ? [path, undefined] : splitPath(path);
      const place = this.#folders.get(folder) ?? this.#existing(folder, mayFollow);
      if (place?.children === undefined) continue;
      if (name === undefined) {
        for (const child of place.children.values()) this.#takeAway(child, 'removed');
        place.children = undefined;
      } else {
        const child = place.children.get(name);
        if (child === undefined) continue;
        this.#takeAway(child, 'removed');
        place.children.delete(name);
      }
    }
  }

  /** The place that a path leads to through links, if there is one. */
  #existing(path: string, mayFollow: MayFollow): Place | undefined {
    if (this.#budget < 0) return undefined;
    const { place, rest, broken, loop } = walk(this.#root, path, mayFollow);
    return rest.length > 0 || broken || loop ? undefined : place;
  }

  #put(entry: LayerEntry): void {
    const layer = this.#layer;
    if (entry.path === '') {
      if (entry.kind === 'directory') this.#root.node = { path: '', entry, layer, contentLayer: layer };
      return;
    }
    const linked = entry.kind === 'hardlink' ? this.#linkedFile(entry.target ?? '') : undefined;
    const last = this.#last;
    const inLast = last !== undefined && isIn(last.node.path, entry.path);
    const [folderPath, name] = inLast
      ? [last.node.path, nameIn(last.node.path, entry.path)]
      : splitPath(entry.path);
    const folder = inLast ? last : this.#folder(folderPath);
    if (folder === undefined) {
      this.#leftOut++;
      return;
    }
    const isPlain = folder.node.path === folderPath;
    // A folder that a link leads to is found by another path than its own.
    this.#last = isPlain ? folder : undefined;
    const path = isPlain ? entry.path : joinPath(folder.node.path, name);
    const node: TreeNode =
      linked === undefined ? { path, entry, layer, contentLayer: layer } : { path, layer, ...linked };
    const there = folder.children?.get(name);
    if (there === undefined) this.#add(folder, name, node);
    else this.#overwrite(there, node);
  }

  #add(folder: Place, name: string, node: TreeNode): Place {
    const place: Place = { parent: folder, node, children: undefined };
    folder.children ??= new Map();
    folder.children.set(name, place);
    if (isFolder(place)) this.#folders.set(node.path, place);
    return place;
  }

  #overwrite(place: Place, node: TreeNode): void {
    if (!isFolder(place) || node.entry.kind !== 'directory') {
      this.#takeAway(place, 'replaced');
      place.children = undefined;
      if (node.entry.kind === 'directory') this.#folders.set(node.path, place);
    }
    place.node = node;
  }

  /** The folder for an entry, made where it is missing; undefined when that would cost too much. */
  #folder(path: string): Place | undefined {
    const known = this.#folders.get(path);
    if (known !== undefined) return known;
    if (this.#budget < 0) return undefined;
    let found = walk(this.#root, path, (link) => this.#pay(link));
    if (found.loop) found = walk(this.#root, path, () => false);
    const full = walkedPath(found);
    this.#budget -= found.rest.length * (full.length + FOLDER_CHARGE);
    if (this.#budget < 0) return undefined;
    let { place } = found;
    if (!isFolder(place)) this.#overwrite(place, implicitNode(place.node.path, this.#layer));
    // Slices of one string, so that a deep path costs its length only once.
    let end = place === this.#root ? -1 : place.node.path.length;
    for (const name of found.rest) {
      end += 1 + name.length;
      place = this.#add(place, name, implicitNode(full.slice(0, end), this.#layer));
    }
    return place;
  }

  /** What a hard link adds to its node. */
  #linkedFile(target: string): Pick<TreeNode, 'entry' | 'contentLayer' | 'hardlinkTo'> | undefined {
    const [folder, name] = splitPath(target);
    const known = this.#folders.get(folder);
    if (known === undefined && this.#budget < 0) return undefined;
    const found = known === undefined ? walk(this.#root, folder, (link) => this.#pay(link)) : undefined;
    if (found?.loop) return undefined;
    const place = known ?? (found?.rest.length === 0 ? found.place : undefined);
    const there = place?.children?.get(name)?.node;
    const path = joinPath(known?.node.path ?? (found === undefined ? '' : walkedPath(found)), name);
    // Real tools make the link before a whiteout that stands after it takes the file away.
    const file = there ?? this.#hiddenHere().get(path);
    if (file === undefined || file.entry.kind === 'directory' || file.entry.kind === 'hardlink')
      return undefined;
    return { entry: file.entry, contentLayer: file.contentLayer, hardlinkTo: file.path };
  }

  /** What the whiteouts of this layer took away, by path. */
  #hiddenHere(): ReadonlyMap<string, GonePath> {
    if (this.#hidden === undefined) {
      this.#hidden = new Map();
      for (const gone of this.#gone.slice(this.#goneBefore)) {
        if (gone.how === 'removed') this.#hidden.set(gone.path, gone);
      }
    }
    return this.#hidden;
  }

  /** Records a place and everything below it as gone. The caller takes it out of its folder. */
  #takeAway(top: Place, how: GonePath['how']): void {
    const pending = [top];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      const { path, entry, layer, contentLayer, implicit } = place.node;
      if (entry.kind === 'directory') {
        this.#folders.delete(path);
        this.#last = undefined;
      }
      if (!implicit) this.#gone.push({ path, entry, layer, contentLayer, goneIn: this.#layer, how });
      if (place.children !== undefined) for (const child of place.children.values()) pending.push(child);
    }
  }

  /** Drops from `gone` what this layer put back as it was. */
  #forgetWhatIsBack(): void {
    let kept = this.#goneBefore;
    for (let i = kept; i < this.#gone.length; i++) {
      const gone = this.#gone[i] as GonePath;
      const [folder, name] = splitPath(gone.path);
      const there = this.#folders.get(folder)?.children?.get(name);
      if (there === undefined || !sameContent(there.node.entry, gone.entry)) this.#gone[kept++] = gone;
    }
    this.#gone.length = kept;
  }

  #pay(link: Place): boolean {
    this.#budget -= HOP_CHARGE + TARGET_FACTOR * (link.node.entry.target?.length ?? 0);
    return true;
  }
}

/** Whether a path lies directly in a folder. */
function isIn(folder: string, path: string): boolean {
  const slash = path.lastIndexOf('/');
  if (folder === '') return slash === -1;
  return slash === folder.length && path.startsWith(folder);
}

function nameIn(folder: string, path: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}

function implicitNode(path: string, layer: number): TreeNode {
  const entry: LayerEntry = { path, kind: 'directory', size: 0, mode: 0o755, uid: 0, gid: 0 };
  return { path, entry, layer, contentLayer: layer, implicit: true };
}

/** A file whose hash is unknown is like no other. */
function sameContent(a: LayerEntry, b: LayerEntry): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'file') return a.sha256 !== undefined && a.sha256 === b.sha256;
  return a.target === b.target;
}
