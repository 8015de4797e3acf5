import { joinPath } from '../../../image/tree/place.ts';
import { absolutePath } from '../../path-lookup.ts';
import { spend } from '../budget.ts';
import type { Chain } from '../chain.ts';
import { matchesPattern } from './pattern.ts';

/** Paths that one command may list. */
const MAX_LISTED = 2000;
/** Entries of the image that are looked at for it. */
const MAX_SEEN = 20_000;

interface Where {
  readonly chain: Pick<Chain, 'tree' | 'budget'>;
  readonly cwd: string;
}

/** The lines that `ls` or `find` prints of the image's files; undefined for other commands, and where there are too many. */
export function listedFiles(words: readonly string[], where: Where): readonly string[] | undefined {
  const [name, ...rest] = words;
  if (name === 'ls') return namesListed(rest, where);
  return name === 'find' ? pathsFound(rest, where) : undefined;
}

/** `ls`, `ls -1 FOLDER`, `ls FOLDER/*.sh`: of each folder its names, of each file its path as it was given. */
function namesListed(words: readonly string[], { chain, cwd }: Where): readonly string[] | undefined {
  const options = words.filter((word) => /^-./.test(word)).join('');
  // Long lists and those of folders below are no names.
  if (/[lRsi]|--(?!color|sort)/.test(options)) return undefined;
  const operands = words.filter((word) => !/^-./.test(word));
  const lines: string[] = [];
  for (const operand of operands.length === 0 ? ['.'] : operands) {
    const found = chain.tree.resolve(absolutePath(operand, cwd).slice(1));
    if (found.kind !== 'found') continue;
    const isFolder = found.node.entry.kind === 'directory' && !options.includes('d');
    const names = isFolder ? chain.tree.children(found.node.path) : [operand];
    spend(chain.budget, 1 + names.length);
    for (const one of names) if (/[aAf]/.test(options) || !isFolder || !one.startsWith('.')) lines.push(one);
    if (lines.length > MAX_LISTED) return undefined;
  }
  return lines;
}

/**
 * `find FOLDER… -name PATTERN -type f`: what lies in the folders and below. Of its tests only names and kinds are known: what
 * others leave out is listed as well.
 */
export function pathsFound(words: readonly string[], { chain, cwd }: Where): readonly string[] | undefined {
  const first = words.findIndex((word) => /^[-(!]/.test(word));
  const folders = first === -1 ? words : words.slice(0, first);
  const tests = first === -1 ? [] : words.slice(first);
  // Together they may mean anything.
  const isPlain = !tests.some((word) => /^(?:-o|-or|!|-not|\()$/.test(word));
  const told = (test: string): string | undefined => {
    const at = isPlain ? tests.indexOf(test) : -1;
    return at === -1 ? undefined : tests[at + 1];
  };
  const pattern = told('-name');
  const kind = told('-type');
  const lines: string[] = [];
  let seen = 0;
  const open = (folders.length === 0 ? ['.'] : folders)
    .map((folder) => ({ folder, path: absolutePath(folder, cwd), isTold: true }))
    .reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, isTold } = next;
    const found = chain.tree.resolve(next.path.slice(1));
    if (found.kind !== 'found') continue;
    const { entry, path } = found.node;
    // find(1) goes into no link but those that it is told.
    const isOpened = entry.kind === 'directory' && (isTold || found.via.length === 0);
    const names = isOpened ? chain.tree.children(path) : [];
    seen += 1 + names.length;
    if (!spend(chain.budget, 1 + names.length) || seen > MAX_SEEN || lines.length > MAX_LISTED)
      return undefined;
    const isKind = kind === undefined || entry.kind === { f: 'file', d: 'directory', l: 'symlink' }[kind];
    const name = folder.slice(folder.lastIndexOf('/') + 1);
    if (isKind && (pattern === undefined || matchesPattern(pattern, name) !== false)) lines.push(folder);
    const below = folder.replace(/\/+$/, '');
    for (const one of names.toReversed())
      open.push({ folder: `${below}/${one}`, path: `/${joinPath(path, one)}`, isTold: false });
  }
  return lines;
}
