import { MAX_SYMLINK_HOPS } from '../../base/limits.ts';
import type { TreeNode } from './image-tree.ts';

/** One path of a tree while it is built, tied to its folder and to what lies in it. */
export interface Place {
  /** Absent for the root only. */
  readonly parent: Place | undefined;
  /** What is there now; a later layer may put something else. */
  node: TreeNode;
  /** Made with the first child. */
  children: Map<string, Place> | undefined;
}

/** How far a path leads. */
export interface Walk {
  /** The last place on the way that exists. */
  readonly place: Place;
  /** The components beyond `place` that do not exist. */
  readonly rest: readonly string[];
  /** Paths of the symbolic links followed, in order. */
  readonly via: readonly string[];
  /** Something was looked up in what is not a folder; a program would get an error. */
  readonly broken: boolean;
  /** More links than {@link MAX_SYMLINK_HOPS}, and so most likely a circle. */
  readonly loop: boolean;
}

/** Asked before a symbolic link is followed; a link that is not followed counts as a plain file. */
export type MayFollow = (link: Place) => boolean;

export function isFolder(place: Place): boolean {
  return place.node.entry.kind === 'directory';
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** `a/b/c` as `a/b` and `c`. */
export function splitPath(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

/**
 * Walks a path from the root and follows every symbolic link, the last one too. Nothing leaves the root: absolute
 * targets start there, and `..` stops there. What does not exist is walked by its name alone, so that `..`
 * takes back the component before it.
 */
export function walk(root: Place, path: string, mayFollow: MayFollow = () => true): Walk {
  const pending = path.split('/').reverse();
  const rest: string[] = [];
  const via: string[] = [];
  let place = root;
  let broken = false;
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (rest.length > 0 || !isFolder(place)) broken = true;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (rest.length > 0) rest.pop();
      else place = place.parent ?? place;
      continue;
    }
    const child = rest.length > 0 ? undefined : place.children?.get(name);
    if (child === undefined) {
      rest.push(name);
      continue;
    }
    const target = child.node.entry.kind === 'symlink' ? (child.node.entry.target ?? '') : '';
    // No system can make a link with an empty target, so it leads nowhere.
    if (target === '' || !mayFollow(child)) {
      place = child;
      continue;
    }
    if (via.length >= MAX_SYMLINK_HOPS) return { place, rest, via, broken, loop: true };
    via.push(child.node.path);
    if (target.startsWith('/')) place = root;
    const components = target.split('/');
    for (let i = components.length - 1; i >= 0; i--) pending.push(components[i] as string);
  }
  return { place, rest, via, broken, loop: false };
}

/** The path that a walk leads to, whether it exists or not. */
export function walkedPath({ place, rest }: Walk): string {
  return rest.length === 0 ? place.node.path : joinPath(place.node.path, rest.join('/'));
}
