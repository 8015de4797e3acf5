import type { ImageTree, TreeNode } from '../image/tree/image-tree.ts';

/** What runc and containerd put in when the image sets no PATH. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Folders of a PATH that are looked into. */
const MAX_FOLDERS = 1000;

/** The outcome of looking a program up as a container would. */
export type Lookup =
  | {
      readonly kind: 'found';
      readonly node: TreeNode;
      /** Where it was found, before symbolic links, with leading slash. */
      readonly at: string;
      readonly executable: boolean;
    }
  | { readonly kind: 'missing'; readonly why: string };

export interface LookupPlace {
  /** The value of PATH; undefined when it is not set. */
  readonly path?: string;
  /** The working directory, absolute. */
  readonly cwd: string;
}

/**
 * Finds the file that a command's name stands for (execvp(3)): a name with a slash is a path, relative to the
 * working directory; another is looked for in each folder of PATH. Links are followed inside the image only.
 */
export function lookUpProgram(tree: ImageTree, name: string, place: LookupPlace): Lookup {
  if (name === '') return { kind: 'missing', why: 'its name is empty' };
  if (name.includes('/')) return lookUpFile(tree, name, place.cwd);
  const folders = (place.path ?? DEFAULT_PATH).split(':', MAX_FOLDERS + 1);
  let fallback: Lookup | undefined;
  for (const folder of folders.slice(0, MAX_FOLDERS)) {
    const found = lookUpFile(tree, `${folder === '' ? '.' : folder}/${name}`, place.cwd);
    if (found.kind !== 'found') continue;
    if (found.executable) return found;
    fallback ??= found;
  }
  if (fallback !== undefined) return fallback;
  const cut = folders.length > MAX_FOLDERS ? ` (its first ${MAX_FOLDERS} folders were searched)` : '';
  return { kind: 'missing', why: `not found in the image's PATH${cut}` };
}

/** Finds a file by its path alone, relative to `cwd`. It must be a regular file. */
export function lookUpFile(tree: ImageTree, name: string, cwd: string): Lookup {
  const at = absolutePath(name, cwd);
  const resolution = tree.resolve(at.slice(1));
  if (resolution.kind === 'loop') return { kind: 'missing', why: 'its symbolic links lead in a circle' };
  if (resolution.kind === 'missing') return { kind: 'missing', why: 'not found in the image' };
  const { node } = resolution;
  if (node.entry.kind !== 'file') {
    return { kind: 'missing', why: `a ${node.entry.kind}, not a file` };
  }
  return { kind: 'found', node, at, executable: (node.entry.mode & 0o111) !== 0 };
}

/**
 * A path made absolute. `.` and empty parts go; `..` stays for the tree to resolve, because behind a symbolic
 * link it means another folder.
 */
export function absolutePath(name: string, cwd: string): string {
  const joined = name.startsWith('/') ? name : `${cwd}/${name}`;
  const parts = joined.split('/').filter((part) => part !== '' && part !== '.');
  return `/${parts.join('/')}`;
}

/** Without leading and trailing slashes, `.` and `..`, which is taken as text: links are not looked at. */
export function plain(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The folder of a path, as dirname(1) tells it. */
export function directory(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash) || '/';
}
